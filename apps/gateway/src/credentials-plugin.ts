import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { credentialsOf } from './credentials.ts';

/** Turns away an operation that brings no key, before its document is parsed. */
export function useRequiredCredentials(): Plugin {
  return {
    onParams({ request, setResult }) {
      if (credentialsOf(request.headers)) return;
      setResult({
        errors: [
          new GraphQLError('This operation needs a key: send your VibeCode API key in the header X-Api-Key.', {
            extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
          }),
        ],
      });
    },
  };
}
