import { explainInputErrors, schema, shownMessage } from '@contacts/schema';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Gives the errors of parsing and validation, and of variables that do not fit, their codes and explanations. */
export function useExplainedErrors(): Plugin {
  return {
    onValidate: ({ params }) => {
      return ({ valid, result, setResult }) => {
        if (valid) return;
        const errors = explainInputErrors(schema, params.documentAST, result as readonly GraphQLError[]);
        setResult(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));
      };
    },
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        // An error without a path is of no field: execution did not begin.
        if (Symbol.asyncIterator in result || !result.errors?.some(({ path }) => path === undefined)) return;
        // With `data`, there is no such kind of operation; without, the operation's variables do not fit.
        const code = result.data === undefined ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
        const variables = (args.variableValues ?? {}) as Readonly<Record<string, unknown>>;
        const errors = explainInputErrors(schema, args.document, result.errors, {
          variables,
          hideSuggestions: (args as ExecutionArgs).hideSuggestions === true,
        });
        setResult({ ...result, errors: errors.map((error) => withCode(error, code)) });
      },
    }),
  };
}

/** Cuts the values that messages quote: graphql-js repeats them whole, whatever their length. */
export function useShownMessages(): Plugin {
  return {
    onResultProcess(payload) {
      const { result } = payload;
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { errors } = result as { readonly errors?: readonly GraphQLError[] };
      if (!errors?.some(({ message }) => shownMessage(message) !== message)) return;
      payload.setResult({ ...result, errors: errors.map((error) => withMessage(error, shownMessage(error.message))) });
    },
  };
}

function withMessage(error: GraphQLError, message: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    originalError: error.originalError ?? null,
    extensions: error.extensions,
  });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions['code'] !== undefined) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    originalError: error.originalError ?? null,
    extensions: { ...error.extensions, code },
  });
}
