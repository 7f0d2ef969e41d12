import { isPattern, type UpstreamCondition, type UpstreamFilter } from './encode-filter.ts';
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
  const known = encoded.get(call);
  if (known) return known;
  const request = encode(call);
  encoded.set(call, request);
  return request;
}

/** Requests by call: each is needed twice, to see if it is a GET and to send it. */
const encoded = new WeakMap<ListCall, UpstreamRequest>();

function encode(call: ListCall): UpstreamRequest {
  const path = `/v1/${call.entity}`;
  const filterParams = toFilterParams(call.filter);
  if (filterParams) {
    const query = encodeQuery([
      ['limit', String(call.limit)],
      ...(call.offset > 0 ? [['offset', String(call.offset)] as const] : []),
      ...(call.select ? [['select', call.select.join(',')] as const] : []),
      ...filterParams,
      ...call.order.map(({ field, direction }) => [`order[${field}]`, direction] as const),
      ...(call.includeCompany ? [['include', 'company'] as const] : []),
      ...(call.withTotal ? [] : [['withTotal', 'false'] as const]),
    ]);
    if (query.length <= MAX_QUERY_BYTES) return { endpoint: `GET ${path}`, method: 'GET', path, query };
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

type Param = readonly [name: string, value: string];

/** The filter as query parameters, or nothing if one of its conditions has no known form there. */
function toFilterParams(filter: UpstreamFilter): readonly Param[] | undefined {
  const params: Param[] = [];
  for (const [field, condition] of Object.entries(filter)) {
    const of = conditionParams(field, condition);
    if (!of?.every(([, value]) => value.isWellFormed())) return undefined;
    params.push(...of);
  }
  return params;
}

function conditionParams(field: string, condition: UpstreamCondition): readonly Param[] | undefined {
  if (typeof condition !== 'object') return [[`filter[${field}]`, String(condition)]];
  // A list under a name with an operator was never seen in a query string.
  if (isList(condition)) return undefined;
  const members = Object.entries(condition);
  const [only] = members;
  const values = only?.[0] === '$in' && members.length === 1 && isList(only[1]) ? only[1] : undefined;
  // Natively a bare list of texts is compared by LIKE, as a bare value is (contract §11.6).
  if (values && values.length <= MAX_INDEXED_ITEMS && !values.some(isPattern)) {
    return values.map((value, index) => [`filter[${field}][${index}]`, String(value)] as const);
  }
  if (members.some(([, value]) => Array.isArray(value))) return undefined;
  return members.map(([operator, value]) => [`filter[${field}][${operator}]`, String(value)] as const);
}

function isList(value: UpstreamCondition): value is Extract<UpstreamCondition, readonly unknown[]> {
  return Array.isArray(value);
}
/** Texts that need no percent-encoding. */
const PLAIN = /^[\w.,$-]*$/;

/** Commas and `$` stay as they are: they are allowed in a query, and logs and curl lines stay readable. */
function encodeQuery(params: readonly Param[]): string {
  return params.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join('&');
}

function encodePart(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%24', '$');
}
