import type { FilterScalar } from '../query/filter.ts';
import { isPattern, type UpstreamCondition } from './encode-filter.ts';
import type { ListCall } from './call.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/**
 * The longest query string that is sent as a GET, in bytes. The upstream's own limit is not documented; contract §9
 * advises to move to POST search above about 2 kB.
 */
export const MAX_QUERY_BYTES = 2048;

/** `qs`, the parser that the upstream likely uses, turns an array with more indexes than this into an object (contract §1). */
const MAX_INDEXED_ITEMS = 20;

/**
 * The request for one list: a GET in the forms that are documented or were seen to work (contract §1), or, where the
 * filter has no such form or the query grows too long, POST search with the same meaning. A text that ends in half an
 * emoji has no form in a query either: percent-encoding is of UTF-8, which lacks lone surrogates; JSON escapes them.
 */
export function encodeList(call: ListCall): UpstreamRequest {
  const path = `/v1/${call.entity}`;
  const query = encodeQuery(call);
  if (query !== undefined && query.length <= MAX_QUERY_BYTES) {
    return { endpoint: `GET ${path}`, method: 'GET', path, query };
  }
  return {
    endpoint: `POST ${path}/search`,
    method: 'POST',
    path: `${path}/search`,
    body: {
      filter: call.filter,
      limit: call.limit,
      offset: call.offset,
      ...(call.select ? { select: call.select } : {}),
      order: Object.fromEntries(call.order.map(({ field, direction }) => [field, direction])),
      ...(call.includeCompany ? { include: ['company'] } : {}),
      withTotal: call.withTotal,
      // Without this a date range of more than 14 days is cut into weeks, in an order of its own (contract §2).
      autoWindow: false,
    },
  };
}

/** Returns the query string of a list; nothing if one of its conditions has no known form there. */
function encodeQuery({
  limit,
  offset,
  select,
  filter,
  order,
  includeCompany,
  withTotal,
}: ListCall): string | undefined {
  let query = `limit=${limit}`;
  if (offset > 0) query += `&offset=${offset}`;
  if (select) query += `&select=${encodePart(select.join(','))}`;
  for (const field of Object.keys(filter)) {
    const condition = encodeCondition(field, filter[field] as UpstreamCondition);
    if (condition === undefined) return undefined;
    query += condition;
  }
  for (const { field, direction } of order) query += `&order${inBrackets(field)}=${direction}`;
  if (includeCompany) query += '&include=company';
  return withTotal ? query : `${query}&withTotal=false`;
}

/** Returns the parameters of a condition, each behind an ampersand. */
function encodeCondition(field: string, condition: UpstreamCondition): string | undefined {
  const name = `&filter${inBrackets(field)}`;
  if (typeof condition !== 'object') return encodeParam(name, condition);
  // A list under a name with an operator was never seen in a query string.
  if (isList(condition)) return undefined;
  const operators = Object.keys(condition);
  const values = operators.length === 1 ? condition['$in'] : undefined;
  // Natively a bare list of texts is compared by LIKE, as a bare value is (contract §11.6).
  if (isList(values) && values.length <= MAX_INDEXED_ITEMS && !values.some(isPattern)) {
    return joined(values.map((value, index) => encodeParam(`${name}%5B${index}%5D`, value)));
  }
  return joined(
    operators.map((operator) => {
      const value = condition[operator] as UpstreamCondition;
      return isList(value) ? undefined : encodeParam(`${name}${inBrackets(operator)}`, value as FilterScalar);
    }),
  );
}

/** Returns the texts behind each other; nothing if one is missing. */
function joined(texts: readonly (string | undefined)[]): string | undefined {
  return texts.includes(undefined) ? undefined : texts.join('');
}

function encodeParam(name: string, value: FilterScalar): string | undefined {
  const text = String(value);
  return text.isWellFormed() ? `${name}=${encodePart(text)}` : undefined;
}

function inBrackets(name: string): string {
  return `%5B${encodePart(name)}%5D`;
}

function isList(value: unknown): value is readonly FilterScalar[] {
  return Array.isArray(value);
}

/** Texts that need no percent-encoding. */
const PLAIN = /^[\w.,$-]*$/;

/** Commas and `$` stay as they are: they are allowed in a query, and logs and curl lines stay readable. */
function encodePart(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%24', '$');
}
