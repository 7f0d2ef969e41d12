import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  Kind,
  visit,
} from 'graphql';
import { compileOperation } from './compile.ts';
import type { CompiledOperation, Values } from './compiled.ts';

/** An operation of a valid document, and its compiled forms. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /**
   * Takes an operation's variables as they came.
   * @returns nothing for variables that do not fit and for what is not compiled: graphql-js has the answer to both
   */
  bind(variables: Values): BoundOperation | undefined;
}

/** A compiled operation with the variables of one call. */
export interface BoundOperation {
  readonly compiled: CompiledOperation;
  /** Coerced. */
  readonly variables: Record<string, unknown>;
}

/** Forms that one operation can have: each condition doubles them. */
const MAX_FORMS = 16;

/** Makes an operation known, which is compiled when it is asked for first: once for each combination of its conditions. */
export function knownOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): KnownOperation {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const conditions = conditionsOf(document);
  const forms = new Map<string, CompiledOperation | undefined>();

  return {
    document,
    operationName,
    bind(raw) {
      const { coerced } = getVariableValues(schema, definitions, raw, { maxErrors: 1 });
      if (!coerced || conditions.some((name) => typeof coerced[name] !== 'boolean')) return undefined;
      const compiled = formOf(coerced);
      return compiled && { compiled, variables: coerced };
    },
  };

  function formOf(variables: Values): CompiledOperation | undefined {
    const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    if (forms.has(key)) return forms.get(key);
    const values = Object.fromEntries(conditions.map((name) => [name, variables[name]]));
    const compiled = compileOperation(schema, document, operationName, values);
    if (forms.size < MAX_FORMS) forms.set(key, compiled);
    return compiled;
  }
}

/** The names of the variables that `@skip` and `@include` depend on. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: values = [] }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of values) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
