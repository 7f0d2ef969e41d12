import { createReferences, type Upstream } from '@contacts/core';
import { type Context, createContext, knownOperation, schema } from '@contacts/schema';
import * as fc from 'fast-check';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { runs } from '../../../../../packages/core/test/property-runs.ts';
import { type Costs, costsOf } from './costs.ts';

type Variables = Readonly<Record<string, unknown>>;

const limit = (max: number) => ({ max, name: 'LIMIT' });

function context(): Context {
  return createContext(
    {
      upstream: { url: '' } as Upstream,
      references: createReferences(),
      paging: { cursorSecrets: ['secret'], nullsOrder: { asc: 'first', desc: 'last' } } as never,
      inputLimits: { ids: limit(4), values: limit(4), customFields: limit(4) },
    },
    { apiKey: 'k' },
  );
}

/** Returns a function from variables to the costs of one operation, which are cached between its calls. */
function costsOfDocument(document: string): (variables: Variables) => Costs & { readonly cached: boolean } {
  const operation = knownOperation(schema, parse(document), undefined);
  return (variables) => {
    let cached = true;
    const bound = operation.bind(variables);
    if (!bound) throw new Error('Its variables do not fit.');
    const costs = costsOf(bound, () => {
      cached = false;
      return context();
    });
    return { ...costs, cached };
  };
}

const one = 'query ($id: ID!) { contact(id: $id) { name company { title } } }';
const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64');

test('the costs of one record are cached for all ids, and hold none of them', () => {
  const costs = costsOfDocument(one);
  expect(costs({ id: '17' })).toMatchObject({ cached: false, plan: { cost: { requests: 1 } } });
  const cached = costs({ id: '4711' });
  expect(cached).toMatchObject({ cached: true, plan: { cost: { requests: 1 }, waves: [] } });
  expect(costs({ id: globalId('Contact', 5) }).cached).toBe(true);
});

test('an id that is refused costs nothing, whatever was cached before', () => {
  const costs = costsOfDocument(one);
  costs({ id: '17' });
  expect(costs({ id: 'x' }).plan.cost.requests).toBe(0);
});

test('the costs of equal ids are not those of different ones', () => {
  const document =
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Contact { company { contacts { nodes { name } } } } } }';
  const costs = costsOfDocument(document);
  const [first, second] = [globalId('Contact', 1), globalId('Contact', 2)];
  expect(costs({ ids: [first, second] }).plan.cost.innerPages).toBe(3);
  expect(costs({ ids: [first, first] }).plan.cost.innerPages).toBe(2);
});

test.each<[string, string, Variables, Variables]>([
  [
    'a text in a filter',
    'query ($name: String) { contacts(filter: { name: { eq: $name } }) { totalCount } }',
    { name: 'Ann' },
    { name: 'Bob' },
  ],
  [
    'a cursor beside ids',
    'query ($id: ID!, $after: String) { contact(id: $id) { name } contacts(after: $after) { totalCount } }',
    { id: '1', after: 'x' },
    { id: '1', after: 'x' },
  ],
  [
    'a variable that is an id and a name',
    'query ($a: ID!, $b: [String!]) { contact(id: $a) { customFields(names: $b) { name } } }',
    { a: '1', b: ['ufCrm_1'] },
    { a: '1', b: ['ufCrm_1'] },
  ],
])('the costs of an operation with %s are not cached', (_, document, before, after) => {
  const costs = costsOfDocument(document);
  costs(before);
  expect(costs(after).cached).toBe(false);
});

test('a key longer than the room for it is not cached', () => {
  const aliases = Array.from({ length: 80 }, (_, index) => `a${index}: nodes(ids: $ids) { id }`).join(' ');
  const costs = costsOfDocument(`query ($ids: [ID!]!) { ${aliases} }`);
  const ids = [1, 2, 3, 4].map((id) => globalId('Contact', id));
  costs({ ids });
  expect(costs({ ids }).cached).toBe(false);
});

const fields = [
  'a: contact(id: $a) { name company { title contacts(first: $m) { nodes { name } } } }',
  'b: contact(id: $b) { post assignedBy { name } }',
  'c: contact(id: 1) { post source { name } }',
  'd: company(id: $a) { title assignedBy { name } }',
  'e: node(id: $c) { id ... on Contact { name } ... on Company { title assignedBy { name } } }',
  'f: nodes(ids: $ids) { id ... on Contact { name requisites { id } } ... on User { name } }',
  'g: nodes(ids: [$a, $c, "x"]) { id ... on Contact { company { contacts(first: 2) { nodes { name } } } } }',
  'h: contacts(first: $n) { totalCount nodes { name company { title } } }',
  'i: contacts(first: $m) { nodes { post assignedBy { name } } }',
  'j: contact(id: $b) @include(if: $yes) { cardUrl }',
  '...more',
];
const more = 'fragment more on Query { k: user(id: $b) { name } l: companies(last: $n) { nodes { title } } }';
const variables = '$a: ID!, $b: ID!, $c: ID!, $ids: [ID!]!, $n: Int, $m: Int, $yes: Boolean!';

/** Few ids, so that many are equal; some are refused. */
const ids = fc.constantFrom(
  '1',
  '2',
  '01',
  'x',
  '0',
  ...['Contact', 'Company', 'User', 'Deal'].flatMap((type) => [1, 2].map((id) => globalId(type, id))),
);
const sizes = fc.option(fc.constantFrom(0, 1, 50, 51, 300, -1));
const calls = fc.record({
  a: ids,
  b: ids,
  c: ids,
  ids: fc.array(ids, { maxLength: 5 }),
  n: sizes,
  m: sizes,
  yes: fc.boolean(),
});

test('cached costs are those of a plan of their own, for any operation and variables', () => {
  let cached = 0;
  fc.assert(
    fc.property(fc.subarray(fields, { minLength: 1 }), fc.array(calls, { minLength: 2, maxLength: 8 }), (some, all) => {
      const document = `query (${variables}) { ${some.join(' ')} } ${some.includes('...more') ? more : ''}`;
      const costs = costsOfDocument(document);
      for (const call of all) {
        const known = costs(call);
        if (known.cached) cached += 1;
        const own = costsOfDocument(document)(call);
        expect({ call, values: known.values, cost: known.plan.cost }).toEqual({
          call,
          values: own.values,
          cost: own.plan.cost,
        });
        expect([...known.plan.pages]).toEqual([...own.plan.pages]);
      }
    }),
    runs(300),
  );
  expect(cached).toBeGreaterThan(0);
});
