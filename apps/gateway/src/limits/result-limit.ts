import { type DocumentNode, getOperationAST, getVariableValues, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitError } from './limit-error.ts';
import type { RequestLimits } from './limits-config.ts';
import { resultValues } from './result-values.ts';

/** Refuses an operation whose answer could be larger than is worth making. */
export function useResultLimit({ maxResultValues }: RequestLimits): Plugin {
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
      const fragments = new Map(
        (args.document as DocumentNode).definitions.flatMap((node) =>
          node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
        ),
      );
      const values = resultValues({ schema: args.schema, fragments, variables: coerced }, operation);
      if (values <= maxResultValues) return;
      const refusal = limitError('values that its answer could have:', 'MAX_RESULT_VALUES', maxResultValues, values);
      setResultAndStopExecution({ errors: [refusal] });
    },
  };
}
