import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runs } from '../../../../packages/core/test/property-runs.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 20 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

/** Texts that parsers of query strings, templates and objects may not read as text. */
const tricks: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'a]=b',
  '][',
  '[0]',
  '[$ne]',
  '[]',
  '%5B%5D',
  '%',
  '%%',
  '%2',
  '%00',
  '%u0041',
  '+',
  'a+b',
  'a b',
  '&limit=5000',
  'x&filter[id]=1',
  '?',
  '#',
  '=',
  ';',
  ',',
  'a,b',
  '$ne',
  '$or',
  '{"$ne":1}',
  '{"a":1}',
  '[1,2]',
  'null',
  'true',
  'undefined',
  'NaN',
  '0',
  '-1',
  '1e3',
  '"',
  "'",
  '\\',
  '\\u0000',
  '../',
  '..%2F',
  '\u0001',
  '\t',
  '\r\n',
  '\r\nX-Api-Key: x',
  '\u2028',
  '\uFEFF',
  'é',
  'е́',
  '😀',
  '\ud83d',
  'ÿ',
  ' lead',
  'trail ',
  'Y',
  'N',
  '<script>',
  '${1}',
  '{{1}}',
  "' OR 1=1 --",
  'a'.repeat(3000),
];

interface Filter {
  readonly filter?: Readonly<Record<string, unknown>>;
}

/** Returns the filter of the one request that the sandbox received, as the sandbox parsed it. */
async function arrived(filter: object): Promise<unknown> {
  gateway.sandbox.clearRequests();
  const query = 'query ($f: ContactFilter) { contacts(first: 1, filter: $f) { nodes { id } } }';
  const { errors } = await gateway.ask(query, { variables: { f: filter } });
  expect(errors).toEqual([]);
  expect(gateway.sandbox.requests).toHaveLength(1);
  return (gateway.sandbox.requests[0]?.params as Filter | undefined)?.filter;
}

/** Returns the form of an equality: a text that LIKE would treat as a pattern is sent as a list (docs/upstream.md §11). */
function equalTo(field: string, text: string): unknown {
  const isMultifield = field === 'phone' || field === 'email';
  return /[_%\\]/.test(text) && !isMultifield ? { $in: [text] } : text;
}

describe('texts in filters', () => {
  test.each(tricks.map((text) => ({ text })))('the text $text is sent upstream unchanged', async ({ text: sent }) => {
    expect(await arrived({ name: { eq: sent } })).toEqual({ name: equalTo('name', sent) });
    expect(await arrived({ post: { contains: sent } })).toEqual({ post: { $contains: sent } });
    const list = (await arrived({ lastName: { in: [sent, 'x'] } })) as {
      readonly lastName: readonly string[] | { readonly $in: readonly string[] };
    };
    // A long query is sent by POST, with the same meaning.
    expect('$in' in list.lastName ? list.lastName.$in : list.lastName).toEqual([sent, 'x']);
  });

  test('any text is sent upstream unchanged', async () => {
    const half = fc.tuple(fc.string(), fc.integer({ min: 0xd800, max: 0xdfff })).map(([before, unit]) => {
      return before + String.fromCharCode(unit);
    });
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ minLength: 1 }),
      half,
      fc.constantFrom(...tricks),
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.constantFrom('name', 'phone', 'email', 'sourceId', 'typeId'),
        async (one, other, field) => {
          expect(await arrived({ [field]: { eq: one }, post: { ne: other } })).toEqual({
            [field]: equalTo(field, one),
            '!=post': other,
          });
        },
      ),
      runs(40),
    );
  });
});

test('names of fields and operators are from closed lists: no other is sent', async () => {
  const query = 'query ($f: ContactFilter) { contacts(filter: $f) { totalCount } }';
  const names = ['__proto__', 'constructor', 'toString', 'id]', 'name[$ne]', '$or', 'UF_CRM_1', 'Name', ''];
  for (const name of names) {
    for (const filter of [
      JSON.parse(`{${JSON.stringify(name)}: {"eq": "x"}}`),
      JSON.parse(`{"name": {${JSON.stringify(name)}: "x"}}`),
    ] as object[]) {
      const { errors } = await gateway.ask(query, { variables: { f: filter } });
      expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
  }
  for (const field of names) {
    const { errors } = await gateway.ask('query ($by: [ContactOrder!]) { contacts(orderBy: $by) { totalCount } }', {
      variables: { by: [{ field }] },
    });
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  }
  expect(gateway.calls()).toEqual([]);
});

test('a custom field is sent only if the portal has it', async () => {
  for (const name of [
    'UF_CRM_NOT_THERE',
    'UF_CRM_1,PHONE',
    'UF_CRM_1]',
    '__proto__',
    'ufCrm_1&select=*',
    'PHONE',
    '',
    'UF_CRM_%41',
  ]) {
    gateway.sandbox.clearRequests();
    const { errors } = await gateway.ask(
      'query ($n: [String!]) { contact(id: 17) { customFields(names: $n) { name } } }',
      { variables: { n: [name] } },
    );
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    for (const call of gateway.calls()) expect(call).not.toMatch(/select=\*|UF_CRM_1\]|__proto__|,PHONE/);
  }
});

test('values in the query string cannot add parameters to it', async () => {
  await gateway.ask('query ($f: ContactFilter) { contacts(first: 1, filter: $f) { nodes { id } } }', {
    variables: { f: { name: { eq: '&limit=5000&offset=7#x' } } },
  });
  const [request] = gateway.sandbox.requests;
  expect(request?.params).toMatchObject({ limit: expect.anything(), filter: { name: '&limit=5000&offset=7#x' } });
  expect(String((request?.params as { limit: unknown } | undefined)?.limit)).not.toBe('5000');
});
