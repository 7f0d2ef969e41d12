import { type ExplainOptions, explainInputErrors, inOrderOfPaths, schema, shownMessage } from '@contacts/schema';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isOwn } from './mask-error.ts';

/** Adds codes and explanations to the errors of parsing, validation and invalid variables. */
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
        if (Symbol.asyncIterator in result || !result.errors) return;
        const errors = executionErrors(args.document, result.errors, {
          variables: (args.variableValues ?? {}) as Readonly<Record<string, unknown>>,
          hideSuggestions: (args as ExecutionArgs).hideSuggestions === true,
        });
        setResult({ ...result, errors });
      },
    }),
  };
}

/** Returns the errors of an execution in the order of their paths; those of invalid values are explained. */
export function executionErrors(
  document: DocumentNode,
  errors: readonly GraphQLError[],
  options?: ExplainOptions,
): readonly GraphQLError[] {
  const ordered = inOrderOfPaths(errors);
  if (!ordered.some(isUncoded)) return ordered;
  const explained = explainInputErrors(schema, document, ordered, options);
  return explained.map((error) => (isUncoded(error) ? withCode(error, 'BAD_USER_INPUT') : error));
}

/**
 * Returns true for an error of graphql-js itself that has no code yet: one without an original error, or without a path,
 * as for a variable. An error that a resolver threw has a code, or is masked.
 */
function isUncoded(error: GraphQLError): boolean {
  return error.extensions['code'] === undefined && (error.path === undefined || isOwn(error));
}

/**
 * Completes the errors of every result: adds a code to errors of graphql-js about values of arguments, variables and
 * directives, and truncates the values that their messages quote.
 */
export function useCompleteErrors(): Plugin {
  return {
    onResultProcess(payload) {
      const { result } = payload;
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { errors, data } = result as ExecutionResult;
      if (errors && errors.length > 0) {
        payload.setResult({ ...result, errors: completeErrors(errors, data === undefined) });
      }
    },
  };
}

/** @param isRequestError true if execution did not begin: then clients that accept GraphQL's media type get status 400 */
export function completeErrors(errors: readonly GraphQLError[], isRequestError: boolean): readonly GraphQLError[] {
  const complete = errors.map((error) => completed(error, isRequestError));
  return complete.some((error, index) => error !== errors[index]) ? complete : errors;
}

function completed(error: GraphQLError, isRequestError: boolean): GraphQLError {
  const { code = 'BAD_USER_INPUT', http } = error.extensions;
  const coded = isUncoded(error) ? { ...error.extensions, code } : error.extensions;
  const needsStatus = isRequestError && coded['code'] === 'BAD_USER_INPUT' && http === undefined;
  const extensions = needsStatus ? { ...coded, http: { spec: true, status: 400 } } : coded;
  const message = shownMessage(error.message);
  const isComplete = extensions === error.extensions && message === error.message;
  return isComplete ? error : copy(error, { message, extensions });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions['code'] !== undefined) return error;
  return copy(error, { extensions: { ...error.extensions, code } });
}

function copy(error: GraphQLError, changes: Partial<Pick<GraphQLError, 'message' | 'extensions'>>): GraphQLError {
  return new GraphQLError(changes.message ?? error.message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    originalError: error.originalError ?? null,
    extensions: changes.extensions ?? error.extensions,
  });
}
