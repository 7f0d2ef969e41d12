import type { Hook } from './step.ts';

/** Adds the caller's credentials, in no other place (contract §6). They override headers of the same name. */
export function authorize(): Hook {
  return {
    before({ headers, credentials: { apiKey, authorization } }) {
      headers['x-api-key'] = apiKey;
      if (authorization !== undefined) headers['authorization'] = authorization;
      return undefined;
    },
  };
}
