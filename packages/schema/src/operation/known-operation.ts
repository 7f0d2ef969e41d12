import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { CallVariables } from './call-memory.ts';
import type { CompiledOperation, Values } from './compiled.ts';
import { type Forms, formsOf } from './forms.ts';
import { variableReader } from './variable-reader.ts';

/** An operation of a valid document, and its compiled forms. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /**
   * Binds an operation to raw variables. Page sizes and conditions that were bound just before give the same object, so
   * that what is made of them is made once.
   * @returns nothing for what is no query, and for variables that do not fit, which the execution says
   */
  bind(variables: Values): BoundOperation | undefined;
}

/** A compiled operation with the variables of one call. */
export interface BoundOperation {
  readonly compiled: CompiledOperation;
  /** Coerced. */
  readonly variables: Values;
}

/** Creates a known operation, which is compiled on its first use. */
export function knownOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): KnownOperation {
  const operation = getOperationAST(document, operationName);
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  return {
    document,
    operationName,
    bind: operation?.operation === OperationTypeNode.QUERY ? binder(schema, fragments, operation) : () => undefined,
  };
}

/** Maximum number of bound operations that are kept of one operation. */
const MAX_BOUND = 4;

function binder(
  schema: GraphQLSchema,
  fragments: Parameters<typeof formsOf>[0]['fragments'],
  operation: OperationDefinitionNode,
): KnownOperation['bind'] {
  const read = variableReader(schema, operation);
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const bound = new Map<string, BoundOperation>();
  let forms: Forms | undefined;
  return (raw) => {
    const key = keyOf(names, raw);
    const before = key === undefined ? undefined : bound.get(key);
    if (before) return before;
    const values = read(raw);
    if (!values) return undefined;
    // Assigned, this name would be no variable.
    const variables = Object.hasOwn(values, '__proto__') ? values : new CallVariables(values);
    forms ??= formsOf({ schema, fragments, operation });
    const made = { compiled: forms.of(variables), variables };
    if (key !== undefined) keep(bound, key, made);
    return made;
  };
}

function keep(bound: Map<string, BoundOperation>, key: string, made: BoundOperation): void {
  const [oldest] = bound.keys();
  if (oldest !== undefined && bound.size >= MAX_BOUND) bound.delete(oldest);
  bound.set(key, made);
}

/** Returns a key of page sizes and conditions; undefined for variables with texts, which may be personal and are not kept. */
function keyOf(names: readonly string[], raw: Values): string | undefined {
  let key = '';
  for (const name of names) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (typeof value !== 'number' && typeof value !== 'boolean' && value !== null && value !== undefined)
      return undefined;
    key += `${value},`;
  }
  return key;
}
