import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Maximum number of paths of one error: all paths of 5,000 equal errors would be longer than the contacts beside it. */
export const MAX_REPEATED_PATHS = 1000;

/** The paths of the merged errors, besides the error's own path. */
export interface Repeated {
  /** Number of further places. */
  readonly count: number;
  /** Their paths, up to {@link MAX_REPEATED_PATHS}. */
  readonly paths: readonly NonNullable<GraphQLError['path']>[];
}

/** Yoga plugin that merges equal errors of the entries of a list. */
export function useErrorsOnce(): Plugin {
  return {
    onResultProcess(payload) {
      const { result } = payload;
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { errors } = result as ExecutionResult;
      const once = errors && saidOnce(errors);
      if (once && once.length < errors.length) payload.setResult({ ...result, errors: once });
    },
  };
}

/**
 * Returns the errors without those that repeat another one at the same place of another entry of a list. The first of them
 * keeps its path; `extensions.repeated` has the others' paths.
 */
export function saidOnce(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  // Errors without a path are of the request, and stay.
  if (errors.length < 2 || errors.some(({ path }) => path === undefined)) return errors;
  return [...Map.groupBy(errors, sameness).values()].map((same) => {
    const [first, ...others] = same as [GraphQLError, ...GraphQLError[]];
    return others.length === 0 ? first : withRepeated(first, others);
  });
}

/** Returns a text that is equal for errors that differ only in the indexes of their paths, and in unique ids. */
function sameness({ path, message, extensions }: GraphQLError): string {
  const { errorId: _errorId, upstream, ...rest } = extensions;
  const { requestId: _requestId, ...said } = (upstream ?? {}) as Readonly<Record<string, unknown>>;
  const place = path?.map((key) => (typeof key === 'number' ? 0 : key));
  return JSON.stringify([place, message, rest, said]);
}

function withRepeated(first: GraphQLError, others: readonly GraphQLError[]): GraphQLError {
  const paths = others.slice(0, MAX_REPEATED_PATHS).flatMap(({ path }) => (path ? [path] : []));
  return new GraphQLError(first.message, {
    nodes: first.nodes ?? null,
    path: first.path ?? null,
    originalError: first.originalError ?? null,
    extensions: { ...first.extensions, repeated: { count: others.length, paths } satisfies Repeated },
  });
}
