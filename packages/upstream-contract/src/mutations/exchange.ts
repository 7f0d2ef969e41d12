import { parse, stringify } from 'qs';
import type { WireAnswer, WireRequest } from '../run/wire.ts';

/** A request taken apart, so that a mutation can change its parameters. */
export interface Ask {
  method: string;
  /** Without the query string. */
  path: string;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  headers: Readonly<Record<string, string>>;
}

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Takes a request apart. */
export function askOf({ method, path, headers, body }: WireRequest): Ask {
  const mark = path.indexOf('?');
  const query = mark === -1 ? {} : parse(path.slice(mark + 1), { depth: 10, arrayLimit: 5000, parameterLimit: 5000 });
  return { method, path: mark === -1 ? path : path.slice(0, mark), query, headers, body };
}

/** Puts a request together again. */
export function requestOf({ method, path, query, headers, body }: Ask): WireRequest {
  const text = stringify(query);
  return { method, path: text === '' ? path : `${path}?${text}`, headers, ...(body !== undefined && { body }) };
}

const listPath = /^\/v1\/(?:contacts|companies|users|statuses|requisites)$/;
const bodyPath = /^\/v1\/(?:contacts|companies|users|statuses|requisites)\/(?:search|aggregate)$/;

/** True for a GET list and a search. */
export function isList({ method, path }: Ask): boolean {
  return method === 'GET' ? listPath.test(path) : path.endsWith('/search');
}

/** Changes the parameters of a list, a search, an aggregate, or of each call of a batch; others stay as they are. */
export function changeParams(ask: Ask, change: (params: Members, ask: Ask) => Members): Ask {
  if (ask.method === 'GET') {
    if (!listPath.test(ask.path)) return ask;
    const query = change(ask.query, ask);
    return query === ask.query ? ask : { ...ask, query };
  }
  if (bodyPath.test(ask.path) && isObject(ask.body)) {
    const body = change(ask.body, ask);
    return body === ask.body ? ask : { ...ask, body };
  }
  if (ask.path !== '/v1/batch' || !isObject(ask.body) || !Array.isArray(ask.body['calls'])) return ask;
  const calls = ask.body['calls'].map((call: unknown) => {
    if (!isObject(call) || !isObject(call['params'])) return call;
    const params = change(call['params'], ask);
    return params === call['params'] ? call : { ...call, params };
  });
  return { ...ask, body: { ...ask.body, calls } };
}

/** Changes the members of a body; an answer without a body stays as it is. */
export function changeBody(answer: WireAnswer, change: (body: Members) => Members): WireAnswer {
  return isObject(answer.body) ? { ...answer, body: change(answer.body) } : answer;
}

/** Changes `data` of a successful answer. */
export function changeData(answer: WireAnswer, change: (data: unknown) => unknown): WireAnswer {
  return changeBody(answer, (body) => (body['success'] === true ? { ...body, data: change(body['data']) } : body));
}

/** Changes the rows of a list. */
export function changeRows(answer: WireAnswer, change: (rows: readonly Members[]) => readonly unknown[]): WireAnswer {
  return changeData(answer, (data) => (Array.isArray(data) ? change(data.filter(isObject)) : data));
}

/** Changes `meta` of a list. */
export function changeMeta(answer: WireAnswer, change: (meta: Members, rows: number) => Members): WireAnswer {
  return changeBody(answer, (body) => {
    const { meta, data } = body;
    return isObject(meta) ? { ...body, meta: change(meta, Array.isArray(data) ? data.length : 0) } : body;
  });
}

/** Sets a header, or removes it. */
export function changeHeader(answer: WireAnswer, name: string, value: string | null): WireAnswer {
  const headers = new Headers(answer.headers);
  if (value === null) headers.delete(name);
  else headers.set(name, value);
  return { ...answer, headers };
}

/** The code of an error envelope; "" for a success. */
export function codeOf({ body }: WireAnswer): string {
  const error = isObject(body) ? body['error'] : null;
  return isObject(error) && typeof error['code'] === 'string' ? error['code'] : '';
}

/** True for an object that is no array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's members; none if it is no object. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** The value's items; none if it is no array. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
