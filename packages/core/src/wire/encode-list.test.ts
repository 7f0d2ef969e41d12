import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import type { UpstreamFilter } from './encode-filter.ts';
import { encodeList, MAX_QUERY_BYTES } from './encode-list.ts';
import type { ListCall } from './call.ts';

const call: ListCall = {
  kind: 'list',
  entity: 'contacts',
  filter: {},
  order: [{ field: 'id', direction: 'asc' }],
  offset: 0,
  limit: 50,
  select: ['id', 'name'],
  withTotal: true,
};
const queryOf = (part: Partial<ListCall>) => {
  const request = encodeList({ ...call, ...part });
  return request.query === undefined ? undefined : decodeURIComponent(request.query);
};
const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a GET', () => {
  test('a GET has the documented parameters', () => {
    expect(encodeList({ ...call, filter: { companyId: 15 }, limit: 10 })).toEqual({
      endpoint: 'GET /v1/contacts',
      method: 'GET',
      path: '/v1/contacts',
      query: 'limit=10&select=id,name&filter%5BcompanyId%5D=15&order%5Bid%5D=asc',
    });
  });

  test.each<[string, Partial<ListCall>, string]>([
    ['an offset', { offset: 20 }, 'limit=50&offset=20&select=id,name&order[id]=asc'],
    [
      'several sort keys in their order',
      {
        order: [
          { field: 'lastName', direction: 'desc' },
          { field: 'id', direction: 'asc' },
        ],
      },
      'limit=50&select=id,name&order[lastName]=desc&order[id]=asc',
    ],
    ['no count', { withTotal: false }, 'limit=50&select=id,name&order[id]=asc&withTotal=false'],
    [
      'operators',
      { filter: { companyId: { $gte: 1, $lt: 9 } } },
      'limit=50&select=id,name&filter[companyId][$gte]=1&filter[companyId][$lt]=9&order[id]=asc',
    ],
    [
      'a list by indexes',
      { filter: { id: { $in: [3, 1] } } },
      'limit=50&select=id,name&filter[id][0]=3&filter[id][1]=1&order[id]=asc',
    ],
    [
      'an operator in the name',
      { filter: { '!=lastName': 'a' } },
      'limit=50&select=id,name&filter[!=lastName]=a&order[id]=asc',
    ],
    ['a blank', { filter: { lastName: '' } }, 'limit=50&select=id,name&filter[lastName]=&order[id]=asc'],
    ['the company of each row', { includeCompany: true }, 'limit=50&select=id,name&order[id]=asc&include=company'],
  ])('%s', (_, part, expected) => {
    expect(queryOf(part)).toBe(expected);
  });

  test('a GET has at most twenty ids, which the parser upstream keeps as a list', () => {
    expect(queryOf({ filter: { id: { $in: ids(20) } } })).toContain('filter[id][19]=20');
  });
});

describe('a POST search, where a query string has no form for it', () => {
  test.each<[string, UpstreamFilter]>([
    ['more than twenty ids', { id: { $in: ids(21) } }],
    ['exclusions', { '!id': [1, 2] }],
    ['a list of texts of which LIKE would take one for a pattern', { lastName: { $in: ['a', 'user_1'] } }],
    ['a list beside other operators', { lastName: { $in: ['a'], $gt: 'A' } }],
    ['a long value', { lastName: 'x'.repeat(MAX_QUERY_BYTES) }],
    ['a value that grows long when it is encoded', { lastName: 'ж'.repeat(MAX_QUERY_BYTES / 6) }],
  ])('%s', (_, filter) => {
    const request = encodeList({ ...call, filter, offset: 7, withTotal: false });
    expect(request).toEqual({
      endpoint: 'POST /v1/contacts/search',
      method: 'POST',
      path: '/v1/contacts/search',
      body: {
        filter,
        limit: 50,
        offset: 7,
        select: ['id', 'name'],
        order: { id: 'asc' },
        withTotal: false,
        autoWindow: false,
      },
    });
  });

  test('a POST search keeps several sort keys in their order', () => {
    const order = [
      { field: 'typeId', direction: 'asc' },
      { field: 'lastName', direction: 'desc' },
      { field: 'id', direction: 'asc' },
    ] as const;
    const { body } = encodeList({ ...call, filter: { id: { $in: ids(50) } }, order });
    expect(Object.keys((body as { order: object }).order)).toEqual(['typeId', 'lastName', 'id']);
  });

  test('a list is a POST search above the maximum query length, and a GET at it', () => {
    const room = MAX_QUERY_BYTES - (encodeList({ ...call, filter: { name: '' } }).query?.length ?? 0);
    const withValue = (length: number) => encodeList({ ...call, filter: { name: 'x'.repeat(length) } });
    expect(withValue(room).query?.length).toBe(MAX_QUERY_BYTES);
    expect(withValue(room + 1).method).toBe('POST');
  });
});

const tricks = [
  '&order[id]=desc',
  '%5B',
  '[$ne]',
  '+',
  ' ',
  '#',
  '?',
  '=',
  'Ёж',
  '😀',
  '__proto__',
  'constructor',
  '\0',
  ',',
];

test('a text with half an emoji is sent by POST, whose JSON can hold it', () => {
  for (const filter of [{ name: 'a\ud83d' }, { name: { $gt: '\ude00' } }, { name: { $in: ['a', 'b\ud83d'] } }]) {
    const { method, body } = encodeList({ ...call, filter });
    expect(method).toBe('POST');
    expect(JSON.parse(JSON.stringify(body))).toMatchObject({ filter });
  }
});

test('no value escapes its parameter of the query', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...tricks), fc.string({ unit: 'grapheme' })), { maxLength: 4 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { query } = encodeList({ ...call, filter: { lastName: one, name: { $contains: other } } });
      const names = (query ?? '').split('&').map((pair) => decodeURIComponent(pair.split('=')[0] ?? ''));
      expect(names).toEqual(['limit', 'select', 'filter[lastName]', 'filter[name][$contains]', 'order[id]']);
      const params = new URLSearchParams(query);
      expect([params.get('filter[lastName]'), params.get('filter[name][$contains]')]).toEqual([one, other]);
      expect(query, 'fits a request line').toMatch(/^[\x21-\x7e]*$/);
    }),
    runs(300),
  );
});
