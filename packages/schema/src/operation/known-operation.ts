import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
} from 'graphql';
import type { CompiledOperation, Values } from './compiled.ts';
import { formsOf } from './forms.ts';

/** An operation of a valid document, and its compiled forms. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /**
   * Binds an operation to raw variables.
   * @returns nothing for what is no query, and for variables that do not fit, which the execution says
   */
  bind(variables: Values): BoundOperation | undefined;
}

/** A compiled operation with the variables of one call. */
export interface BoundOperation {
  readonly compiled: CompiledOperation;
  /** Coerced. */
  readonly variables: Record<string, unknown>;
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
    bind(raw) {
      if (operation?.operation !== OperationTypeNode.QUERY) return undefined;
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, { maxErrors: 1 });
      return coerced && { compiled: formsOf({ schema, fragments, operation }).of(coerced), variables: coerced };
    },
  };
}
