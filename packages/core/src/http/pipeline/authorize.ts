import type { Step } from './send.ts';

/** Adds the caller's credentials, in no other place (contract §6). They override headers of the same name. */
export function authorize(): Step {
  return (next) => (request, credentials, options) => {
    const { apiKey, authorization } = credentials;
    const headers = {
      ...request.headers,
      'x-api-key': apiKey,
      ...(authorization === undefined ? {} : { authorization }),
    };
    return next({ ...request, headers }, credentials, options);
  };
}
