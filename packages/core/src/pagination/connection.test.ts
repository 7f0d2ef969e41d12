import { describe, expect, test } from 'vitest';
import { contacts as entity } from '../entities/contact.ts';
import { createRowsUpstream, type Raw, type RowsUpstream } from '../../test/rows-upstream.ts';
import { checkedPage, type ConnectionArgs, type Connection, type PagingOptions, toConnection } from './connection.ts';
import { BadCursorError, InvalidArgumentError } from '../errors.ts';
import { preparePage, readPage } from './read-page.ts';

const exact: PagingOptions = { cursorSecrets: ['a secret'], nullsOrder: 'low' };
const byOffset: PagingOptions = { ...exact, form: 'anchored-offset' };
const someRows: readonly Raw[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((lastName, index) => ({
  id: index + 1,
  lastName,
}));
const args: ConnectionArgs = {
  entity,
  filter: [],
  orderBy: [{ field: 'lastName', direction: 'asc' }],
  fields: new Set(),
  wants: { hasNextPage: true, hasPreviousPage: true, total: true },
};

interface Recorded {
  readonly upstream: RowsUpstream;
  readonly counted: { calls: number; fails?: boolean };
}

const recorded = (): Recorded => ({ upstream: createRowsUpstream({ rows: someRows }), counted: { calls: 0 } });

/** Returns the connection that a caller of core gets, with rows in memory for the upstream. */
async function contacts(
  { upstream, counted }: Recorded,
  asked: Partial<ConnectionArgs>,
  paging: PagingOptions = exact,
): Promise<Connection> {
  const { request, codec } = checkedPage({ ...args, ...asked }, paging);
  const reads = {
    list: async (query: Parameters<RowsUpstream['answer']>[0]) => upstream.answer(query),
    count: async () => {
      counted.calls += 1;
      if (counted.fails) throw new Error('no count');
      return upstream.rows.length;
    },
  };
  return readPage(preparePage(request, paging), reads, (page) => toConnection(page, codec));
}

async function cursor(paging: PagingOptions, index = 2, asked: Partial<ConnectionArgs> = {}): Promise<string> {
  return (await contacts(recorded(), asked, paging)).cursorOf(index);
}

test('by id, a row has the same cursor in every page', async () => {
  const byId = { orderBy: [] };
  const page = await contacts(recorded(), { ...byId, first: 5 });
  const next = await contacts(recorded(), { ...byId, first: 3, after: page.cursorOf(1) });
  expect(next.rows[0]).toEqual(page.rows[2]);
  expect(next.cursorOf(0)).toBe(page.cursorOf(2));
});

describe('refused before anything is sent', () => {
  test.each<[string, (given: Recorded) => Promise<unknown>, new (...args: never[]) => Error]>([
    ['a malformed cursor', (given) => contacts(given, { after: 'abc' }), BadCursorError],
    ['an oversized cursor', (given) => contacts(given, { before: 'a'.repeat(5000) }), BadCursorError],
    [
      'a cursor of another order',
      async (given) => contacts(given, { after: await cursor(exact, 2, { orderBy: [] }) }),
      BadCursorError,
    ],
    [
      'a cursor of another filter',
      async (given) =>
        contacts(given, { after: await cursor(exact), filter: [{ field: 'id', operator: 'gt', value: 0 }] }),
      BadCursorError,
    ],
    [
      'a cursor that another secret signed',
      async (given) => contacts(given, { after: await cursor({ ...exact, cursorSecrets: ['other'] }) }),
      BadCursorError,
    ],
    [
      'a cursor without an offset where pages are read by offset',
      async (given) => contacts(given, { after: await cursor(exact) }, byOffset),
      BadCursorError,
    ],
    ['first above 5000', (given) => contacts(given, { first: 5001 }), InvalidArgumentError],
    ['first below 0', (given) => contacts(given, { first: -1 }), InvalidArgumentError],
    ['last that is no integer', (given) => contacts(given, { last: 1.5 }), InvalidArgumentError],
    ['last that is no number', (given) => contacts(given, { last: Number.NaN }), InvalidArgumentError],
  ])('%s', async (_, ask, kind) => {
    const given = recorded();
    await expect(ask(given)).rejects.toThrow(kind);
    expect(given.upstream.calls).toEqual([]);
    expect(given.counted.calls).toBe(0);
  });
});

test('a cursor of the offset form serves the exact form too', async () => {
  const page = await contacts(recorded(), { after: await cursor(byOffset), first: 2 });
  expect(page.rows.map(({ id }) => id)).toEqual([4, 5]);
});

test('a page has 50 rows unless a size is given', async () => {
  const given = recorded();
  await contacts(given, {});
  expect(given.upstream.calls[0]?.query.limit).toBe(50);
});

test('a filter that matches nothing needs no call', async () => {
  const given = recorded();
  const page = await contacts(given, { filter: [{ field: 'id', operator: 'in', value: [] }] });
  expect(page).toMatchObject({ rows: [], total: 0, hasNextPage: false, hasPreviousPage: false });
  expect([given.upstream.calls.length, given.counted.calls]).toEqual([0, 0]);
});

test('a row that the page does not have has no cursor', async () => {
  const page = await contacts(recorded(), { first: 2 });
  expect(() => page.cursorOf(2)).toThrow(RangeError);
});

describe('the total', () => {
  const ask = async (asked: Partial<ConnectionArgs>, paging = exact) => {
    const given = recorded();
    const page = await contacts(given, asked, paging);
    return { total: await page.total, lists: given.upstream.calls.length, counts: given.counted.calls };
  };

  test('the total comes with the rows of a page at either end', async () => {
    expect(await ask({ first: 3 })).toEqual({ total: 8, lists: 1, counts: 0 });
    expect(await ask({ last: 3 })).toEqual({ total: 8, lists: 1, counts: 0 });
  });

  test('the total is counted apart behind a cursor, whose read counts fewer', async () => {
    expect(await ask({ first: 3, after: await cursor(exact) })).toEqual({ total: 8, lists: 1, counts: 1 });
  });

  test('the total comes with any page that is read by offset', async () => {
    expect(await ask({ first: 3, after: await cursor(byOffset) }, byOffset)).toEqual({ total: 8, lists: 1, counts: 0 });
  });

  test('the total is counted for a page of no rows', async () => {
    const noWants = { hasNextPage: false, hasPreviousPage: false, total: true };
    expect(await ask({ first: 0, wants: noWants })).toEqual({ total: 8, lists: 0, counts: 1 });
    expect(await ask({ first: 0, wants: noWants }, byOffset)).toEqual({ total: 8, lists: 0, counts: 1 });
  });

  test('a total that is not requested costs no call', async () => {
    const given = recorded();
    await contacts(given, { first: 3, wants: { ...args.wants, total: false } });
    expect(given.upstream.calls.map(({ query }) => query.withTotal)).toEqual([false]);
    expect(given.counted.calls).toBe(0);
  });

  test('a failed total does not fail the page', async () => {
    const given = { ...recorded(), counted: { calls: 0, fails: true } };
    const page = await contacts(given, { first: 3, after: await cursor(exact) });
    expect(page.rows).toHaveLength(3);
    await expect(page.total).rejects.toThrow('no count');
  });
});
