import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitError } from './limit-error.ts';
import type { RequestLimits } from '../../config/limits-config.ts';
import { resultValues } from './result-values.ts';

/** Says why there is no room for so many values more, if there is none. */
export type ReserveValues<C> = (context: C, values: number) => GraphQLError | undefined;

/** Refuses an operation whose answer could be larger than is worth making, or than there is room for. */
export function useResultLimit<C extends object>(
  { maxResultValues }: RequestLimits,
  reserveValues?: ReserveValues<C>,
): Plugin<C> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const operation = getOperationAST(args.document, args.operationName);
      if (!operation) return;
      const { coerced } = getVariableValues(
        args.schema,
        operation.variableDefinitions ?? [],
        args.variableValues ?? {},
        // The execution says what does not fit.
        { maxErrors: 1 },
      );
      if (!coerced) return;
      const values = valuesOf(args.schema, args.document, operation, coerced);
      const refusal =
        values > maxResultValues
          ? limitError('values that its answer could have:', 'MAX_RESULT_VALUES', maxResultValues, values)
          : reserveValues?.(args.contextValue, values);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

/** Returns the number of values that the answer to an operation with coerced variables could have. */
export function valuesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  return resultValues({ schema, fragments, variables }, operation);
}
