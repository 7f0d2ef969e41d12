import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { schema } from '../schema.ts';
import { knownOperation } from './known-operation.ts';
import { runOperation } from './run.ts';

const known = (text: string) => knownOperation(schema, parse(text), undefined);

/** A caller whose pages have as many rows as are asked for. */
const context = {
  inputLimits: {},
  caller: {
    page: async ({ first }: { readonly first: number }) => {
      const rows = Array.from({ length: first }, (_, index) => ({ id: index + 1, raw: { name: `Name ${index + 1}` } }));
      await Promise.resolve();
      return { rows, hasNextPage: false, hasPreviousPage: false, cursorOf: () => '' };
    },
  },
} as unknown as Context;

async function run(operation: ReturnType<typeof known>, variables: Readonly<Record<string, unknown>>) {
  const bound = operation.bind(variables);
  if (!bound) throw new Error('It is not compiled.');
  const { data } = await runOperation(bound.compiled, context, bound.variables);
  return JSON.parse(data) as unknown;
}

test('concurrent calls of one operation share no state', async () => {
  const operation = known('query ($first: Int) { contacts(first: $first) { nodes { contactId } } }');
  const [one, two] = await Promise.all([run(operation, { first: 1 }), run(operation, { first: 2 })]);
  expect([one, two]).toEqual([
    { contacts: { nodes: [{ contactId: 1 }] } },
    { contacts: { nodes: [{ contactId: 1 }, { contactId: 2 }] } },
  ]);
});

test('each combination of conditions is a form of its own', async () => {
  const operation = known(
    'query ($a: Boolean!, $b: Boolean = true) { contacts(first: 1) { nodes { contactId @include(if: $a) name @skip(if: $b) __typename } } }',
  );
  const fields = async (variables: object) =>
    Object.keys(((await run(operation, { ...variables })) as { contacts: { nodes: [object] } }).contacts.nodes[0]);
  expect(await fields({ a: true })).toEqual(['contactId', '__typename']);
  expect(await fields({ a: false, b: false })).toEqual(['name', '__typename']);
  expect(await fields({ a: true, b: false })).toEqual(['contactId', 'name', '__typename']);
  expect(operation.bind({ a: true })?.compiled).toBe(operation.bind({ a: true })?.compiled);
});

test.each([
  ['introspection', '{ __schema { queryType { name } } }', {}],
  ['variables that do not fit', 'query ($first: Int!) { contacts(first: $first) { totalCount } }', { first: 'x' }],
  ['a condition without a value', 'query ($a: Boolean = true) { contacts { totalCount @skip(if: $a) } }', { a: null }],
])('%s is left to graphql-js', (_, text, variables) => {
  expect(known(text).bind(variables)?.compiled.isComplete ?? false).toBe(false);
});

test('page sizes and conditions that were bound just before give the same object; texts never do', () => {
  const operation = known(
    'query ($first: Int, $after: String) { contacts(first: $first, after: $after) { totalCount } }',
  );
  const bound = operation.bind({ first: 5 });
  expect(operation.bind({ first: 5, other: 'x' })).toBe(bound);
  expect(operation.bind({ first: 6 })?.variables).toEqual({ first: 6 });
  expect(operation.bind({ first: 5, after: null })?.variables).toEqual({ first: 5, after: null });
  expect(operation.bind({ first: 5, after: 'a' })).not.toBe(operation.bind({ first: 5, after: 'a' }));
  for (let first = 10; first < 20; first += 1) operation.bind({ first });
  expect(operation.bind({ first: 5 })).not.toBe(bound);
});
