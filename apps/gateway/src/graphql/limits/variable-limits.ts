import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limitError } from './limit-error.ts';
import type { RequestLimits } from '../../config/limits-config.ts';

/** Rejects an operation whose variables are too large, before its document is parsed. */
export function useVariableLimits(limits: RequestLimits): Plugin {
  return {
    onParams({ params: { variables }, setResult }) {
      const error = variables && variablesError(variables, limits);
      if (error) setResult({ errors: [error] });
    },
  };
}

/**
 * Returns the error of variables that are too large, if any. Without recursion: recursive functions, such as the one that
 * writes values into an error, would overflow the stack on values that are too deep.
 */
export function variablesError(
  variables: Readonly<Record<string, unknown>>,
  limits: Pick<RequestLimits, 'MAX_VARIABLE_DEPTH' | 'MAX_VARIABLE_VALUES'>,
): GraphQLError | undefined {
  const { MAX_VARIABLE_DEPTH: maxDepth, MAX_VARIABLE_VALUES: maxValues } = limits;
  let values = 0;
  let level: readonly unknown[] = Object.values(variables);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return limitError('the depth of its variables is', 'MAX_VARIABLE_DEPTH', maxDepth);
    values += level.length;
    if (values > maxValues) return limitError('values in its variables:', 'MAX_VARIABLE_VALUES', maxValues);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return undefined;
}
