import { parse, stringify } from 'qs';
import type { WireResponse, WireRequest } from '../run/wire.ts';

/** Request with a parsed query, so that a mutation can change its parameters. */
export interface ParsedRequest {
  method: string;
  /** Without the query string. */
  path: string;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  headers: Readonly<Record<string, string>>;
}

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Parses the query of a request. */
export function parseRequest({ method, path, headers, body }: WireRequest): ParsedRequest {
  const mark = path.indexOf('?');
  const query = mark === -1 ? {} : parse(path.slice(mark + 1), { depth: 10, arrayLimit: 5000, parameterLimit: 5000 });
  return { method, path: mark === -1 ? path : path.slice(0, mark), query, headers, body };
}

/** Builds a request of its parsed form. */
export function buildRequest({ method, path, query, headers, body }: ParsedRequest): WireRequest {
  const text = stringify(query);
  return { method, path: text === '' ? path : `${path}?${text}`, headers, ...(body !== undefined && { body }) };
}

const listPath = /^\/v1\/(?:contacts|companies|users|statuses|requisites)$/;
const bodyPath = /^\/v1\/(?:contacts|companies|users|statuses|requisites)\/(?:search|aggregate)$/;

/** Returns true for a GET list and a search. */
export function isList({ method, path }: ParsedRequest): boolean {
  return method === 'GET' ? listPath.test(path) : path.endsWith('/search');
}

/** Changes the parameters of a list, a search, an aggregate, or of each call of a batch. Other requests stay the same. */
export function changeParams(
  request: ParsedRequest,
  change: (params: Members, request: ParsedRequest) => Members,
): ParsedRequest {
  if (request.method === 'GET') {
    if (!listPath.test(request.path)) return request;
    const query = change(request.query, request);
    return query === request.query ? request : { ...request, query };
  }
  if (bodyPath.test(request.path) && isObject(request.body)) {
    const body = change(request.body, request);
    return body === request.body ? request : { ...request, body };
  }
  if (request.path !== '/v1/batch' || !isObject(request.body) || !Array.isArray(request.body['calls'])) return request;
  const calls = request.body['calls'].map((call: unknown) => {
    if (!isObject(call) || !isObject(call['params'])) return call;
    const params = change(call['params'], request);
    return params === call['params'] ? call : { ...call, params };
  });
  return { ...request, body: { ...request.body, calls } };
}

/** Changes the members of a body. A response without a body stays the same. */
export function changeBody(response: WireResponse, change: (body: Members) => Members): WireResponse {
  return isObject(response.body) ? { ...response, body: change(response.body) } : response;
}

/** Changes `data` of a successful response. */
export function changeData(response: WireResponse, change: (data: unknown) => unknown): WireResponse {
  return changeBody(response, (body) => (body['success'] === true ? { ...body, data: change(body['data']) } : body));
}

/** Changes the rows of a list. */
export function changeRows(
  response: WireResponse,
  change: (rows: readonly Members[]) => readonly unknown[],
): WireResponse {
  return changeData(response, (data) => (Array.isArray(data) ? change(data.filter(isObject)) : data));
}

/** Changes `meta` of a list. */
export function changeMeta(response: WireResponse, change: (meta: Members, rows: number) => Members): WireResponse {
  return changeBody(response, (body) => {
    const { meta, data } = body;
    return isObject(meta) ? { ...body, meta: change(meta, Array.isArray(data) ? data.length : 0) } : body;
  });
}

/** Sets a header, or removes it. */
export function changeHeader(response: WireResponse, name: string, value: string | null): WireResponse {
  const headers = new Headers(response.headers);
  if (value === null) headers.delete(name);
  else headers.set(name, value);
  return { ...response, headers };
}

/** Returns the code of an error envelope; "" for a success. */
export function codeOf({ body }: WireResponse): string {
  const error = isObject(body) ? body['error'] : null;
  return isObject(error) && typeof error['code'] === 'string' ? error['code'] : '';
}

/** Returns true for an object that is not an array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the members of an object; none for any other value. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** Returns the items of an array; none for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
