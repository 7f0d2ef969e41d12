import { errorCodes as schemaErrorCodes } from '@contacts/schema';

/** All values of `extensions.code`. They are stable: clients may branch on them. */
export const errorCodes = [
  ...schemaErrorCodes,
  'BAD_REQUEST',
  'REQUEST_TOO_LARGE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OVERLOADED',
  'OPERATION_TOO_LARGE',
  'PLAN_TOO_LARGE',
  'INTROSPECTION_DISABLED',
  'DOCUMENT_NOT_FOUND',
  'DOCUMENT_NOT_TRUSTED',
  'INTERNAL_SERVER_ERROR',
  // Codes of Yoga and graphql-js.
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
