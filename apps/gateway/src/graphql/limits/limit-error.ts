import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../http/error-codes.ts';

/** The refusal of an operation that goes beyond a limit, which names the limit by its variable, and the value. */
export function limitError(what: string, limit: string, allowed: number, value?: number): GraphQLError {
  const found = value === undefined ? 'more' : String(value);
  return new GraphQLError(`The operation is too large: ${what} ${found}; allowed: ${allowed} (${limit}).`, {
    extensions: {
      code: 'OPERATION_TOO_LARGE' satisfies ErrorCode,
      limit,
      allowed,
      ...(value === undefined ? {} : { value }),
      // As for a document that does not validate: 400 where the caller reads GraphQL's own media type.
      http: { spec: true, status: 400 },
    },
  });
}
