import { describe, expect, test } from 'vitest';
import { endAtEmptyPages } from './end-at-empty-pages.ts';

interface StoredPage {
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>> | null;
  readonly pageInfo: Readonly<Record<string, unknown>>;
}

/** Graphcache's cache, as far as it is read, with these pages under `Query`. */
function cacheOf(pages: readonly StoredPage[]) {
  const keyOf = ({ field, args }: StoredPage) => `${field}(${JSON.stringify(args)})`;
  return {
    inspectFields: (entity: string) =>
      entity === 'Query'
        ? pages.map((page) => ({ fieldName: page.field, fieldKey: keyOf(page), arguments: page.args }))
        : [],
    resolve: (entity: unknown, name: string): unknown => {
      if (entity === 'Query') return pages.find((page) => keyOf(page) === name);
      return (entity as Readonly<Record<string, unknown>> | undefined)?.[name];
    },
  };
}

const joined = {
  edges: ['a', 'b'],
  pageInfo: { startCursor: 'first', endCursor: 'last', hasNextPage: true, hasPreviousPage: true },
};
const info = { parentKey: 'Query', fieldName: 'contacts' };
type Resolve = (parent: object, args: object, cache: object, from: typeof info) => unknown;
const resolve = (pages: readonly StoredPage[], connection: typeof joined | undefined = joined) =>
  endAtEmptyPages<Resolve>(() => connection)({}, {}, cacheOf(pages), info);
const ended = { hasNextPage: false, hasPreviousPage: false };

describe('a list that promises a next page', () => {
  test('has ended where the page behind its last cursor has said so', () => {
    expect(resolve([{ field: 'contacts', args: { after: 'last' }, pageInfo: ended }])).toEqual({
      ...joined,
      pageInfo: { ...joined.pageInfo, hasNextPage: false },
    });
  });

  test('has ended at its front where the page ahead of its first cursor has said so', () => {
    expect(resolve([{ field: 'contacts', args: { before: 'first' }, pageInfo: ended }])).toEqual({
      ...joined,
      pageInfo: { ...joined.pageInfo, hasPreviousPage: false },
    });
  });

  test.each<{ name: string; pages: readonly StoredPage[] }>([
    { name: 'before that page is there', pages: [] },
    { name: 'behind another cursor', pages: [{ field: 'contacts', args: { after: 'first' }, pageInfo: ended }] },
    { name: 'in another field', pages: [{ field: 'companies', args: { after: 'last' }, pageInfo: ended }] },
    { name: 'in a field without arguments', pages: [{ field: 'contacts', args: null, pageInfo: ended }] },
    {
      name: 'where the page promises more',
      pages: [{ field: 'contacts', args: { after: 'last' }, pageInfo: { hasNextPage: true } }],
    },
  ])('is left as it is $name', ({ pages }) => {
    expect(resolve(pages)).toBe(joined);
  });
});

test('what is not in the cache yet stays absent', () => {
  const absent = endAtEmptyPages<Resolve>(() => undefined)({}, {}, cacheOf([]), info);
  expect(absent).toBeUndefined();
});
