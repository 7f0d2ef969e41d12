import type { WireResponse } from '../run/wire.ts';
import { type ParsedRequest, changeBody, codeOf, membersOf } from './messages.ts';
import type { Mutation } from './mutation.ts';

/** Replaces one key by another, so that a request has other rights. */
export function asKey(wrong: string, right: string): Pick<Mutation, 'request'> {
  return {
    request: (request) =>
      request.headers['X-Api-Key'] === wrong
        ? { ...request, headers: { ...request.headers, 'X-Api-Key': right } }
        : request,
  };
}

/** Rejects with another status or code than the contract's. */
export function rejectedWith(code: string, status: number, other = code): Pick<Mutation, 'response'> {
  return {
    response: (response) =>
      codeOf(response) === code
        ? {
            ...changeBody(response, (body) => ({ ...body, error: { ...membersOf(body['error']), code: other } })),
            status,
          }
        : response,
  };
}

/** Accepts requests that the contract rejects: 200 with an empty list. */
export function accepted(code: string, path: RegExp = /./): Pick<Mutation, 'response'> {
  return {
    response: (response, request) =>
      codeOf(response) === code && path.test(request.path) ? empty(response, request) : response,
  };
}

/** Returns a successful response without rows. */
export function empty({ headers }: WireResponse, { path }: ParsedRequest): WireResponse {
  const data = path === '/v1/batch' ? { results: {}, totals: {}, errors: {}, summary: {}, meta: {} } : [];
  return { status: 200, headers, body: { success: true, data, meta: { total: 0, hasMore: false } } };
}

/** Rejects a request that the contract allows. */
export function rejected(
  when: (request: ParsedRequest) => boolean,
  code = 'VALIDATION_ERROR',
  status = 400,
): Pick<Mutation, 'response'> {
  return {
    response: (response, request) =>
      when(request)
        ? { ...response, status, body: { success: false, error: { code, message: 'rejected' } } }
        : response,
  };
}
