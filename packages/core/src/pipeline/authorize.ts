import type { Step } from './send.ts';

/** Puts the caller's credentials on: here and nowhere else (contract §6). Whatever headers came before, these win. */
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
