import type { Credentials } from '@contacts/core';

/** The credentials of a request's caller, or nothing if it brings no key. */
export function credentialsOf(headers: Headers): Credentials | undefined {
  const apiKey = headers.get('x-api-key');
  if (apiKey === null || apiKey === '') return undefined;
  const authorization = headers.get('authorization');
  return authorization === null ? { apiKey } : { apiKey, authorization };
}
