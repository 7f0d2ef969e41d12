import { randomUUID } from 'node:crypto';
import { toClientError } from '@contacts/schema';
import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../http/error-codes.ts';

/** Where an unexpected error goes, with the id that the caller got instead of it. */
export type ErrorLog = (errorId: string, error: unknown) => void;

/** Lets through what callers may see: errors that the schema knows, and those of their own document. Masks the rest. */
export function createMaskError(log: ErrorLog): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof GraphQLError) {
      const known = toClientError(error);
      if (known) return known;
      if (isOwn(error)) return error;
    }
    const errorId = randomUUID();
    log(errorId, error);
    return new GraphQLError('Something unexpected went wrong in the gateway; its log has more under this errorId.', {
      ...(error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode, errorId },
    });
  };
}

/** True if an error was made as a GraphQL error, rather than out of something that was thrown. */
export function isOwn({ originalError }: GraphQLError): boolean {
  return !originalError || (originalError instanceof GraphQLError && isOwn(originalError));
}
