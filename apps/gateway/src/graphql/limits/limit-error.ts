import { GraphQLError } from 'graphql';
import type { RequestLimits } from '../../config/limits-config.ts';
import type { ErrorCode } from '../../http/error-codes.ts';

/** Returns the error of an operation that exceeds a limit, with the limit's variable and value. */
export function limitError(what: string, limit: keyof RequestLimits, allowed: number, value?: number): GraphQLError {
  const found = value === undefined ? 'more' : String(value);
  return new GraphQLError(`The operation is too large: ${what} ${found}; allowed: ${allowed} (${limit}).`, {
    extensions: {
      code: 'OPERATION_TOO_LARGE' satisfies ErrorCode,
      limit,
      allowed,
      ...(value === undefined ? {} : { value }),
      // As for an invalid document: status 400 if the caller accepts GraphQL's media type.
      http: { spec: true, status: 400 },
    },
  });
}
