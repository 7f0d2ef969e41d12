import { type GatewayErrorCode, gatewayErrorCodes, type GatewayProblem } from '@contacts/client';
import type { CombinedError } from 'urql';

/** Returns the problems of a failed operation, each with the code that the client package knows. */
export function problemsOf(error: CombinedError | undefined): readonly GatewayProblem[] {
  if (!error) return [];
  if (error.networkError) {
    return [
      {
        code: 'NETWORK',
        message: 'The gateway could not be reached, or the connection broke.',
        path: [],
        extensions: {},
      },
    ];
  }
  return error.graphQLErrors.map(({ message, path, extensions }) => ({
    message,
    code: toCode(extensions['code']),
    path: path ?? [],
    extensions,
  }));
}

function toCode(code: unknown): GatewayErrorCode {
  return gatewayErrorCodes.find((known) => known === code) ?? 'UNKNOWN';
}
