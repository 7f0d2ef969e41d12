import { randomUUID } from 'node:crypto';
import { toClientError } from '@contacts/schema';
import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../http/error-codes.ts';

/** Logs an unexpected error with the id that the caller receives in place of it. */
export type ErrorLog = (errorId: string, error: unknown) => void;

/** Passes the errors that callers may see: those that the schema knows, and those of their own document. Masks others. */
export function createMaskError(log: ErrorLog): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof GraphQLError) {
      const known = toClientError(error);
      if (known) return known;
      if (isOwn(error)) return error;
    }
    const errorId = randomUUID();
    log(errorId, error);
    return new GraphQLError('Internal error: the log of the gateway has its details under this errorId.', {
      ...(error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode, errorId },
    });
  };
}

/** Returns true if an error was created as a GraphQL error, rather than from something that was thrown. */
export function isOwn({ originalError }: GraphQLError): boolean {
  return !originalError || (originalError instanceof GraphQLError && isOwn(originalError));
}
