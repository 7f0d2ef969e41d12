import { expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { createRowsUpstream, type Raw, type RowsUpstream } from '../../test/rows-upstream.ts';
import { idsOf, runPlan } from '../../test/walk.ts';
import type { ListQuery } from '../query/list-query.ts';
import { completeOrder } from '../query/order.ts';
import { type PageRequest, planPage } from './page.ts';

const byLastName = completeOrder(contacts, [{ field: 'lastName', direction: 'asc' }], []);
const wants = { hasNextPage: true, hasPreviousPage: false, total: false };
const people = (count: number): readonly Raw[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, lastName: `Name ${(index * 7) % 300}` }));

test('100,000 contacts are walked in pages of 5000, by id in one call each', () => {
  const queries: ListQuery[] = [];
  const upstream: RowsUpstream = {
    ...createRowsUpstream({ rows: [] }),
    // Ids without gaps need no sorting: the row behind a bound stands at its place.
    answer(query) {
      queries.push(query);
      const bound = query.filter.find(({ field, operator }) => field === 'id' && operator === 'gt');
      const from = Number(bound?.value ?? 0) + query.offset;
      const count = Math.min(query.limit, 100_000 - from);
      const rows = Array.from({ length: count }, (_, index) => ({ id: from + index + 1, raw: {} }));
      return { rows, hasMore: from + count < 100_000 };
    },
  };
  const order = completeOrder(contacts, [], []);
  let after: PageRequest['after'];
  let last = 0;
  for (let more = true; more;) {
    const page = runPlan(
      planPage({ entity: contacts, filter: [], order, first: 5000, after, fields: new Set(), wants }, 'low'),
      upstream,
    );
    expect(idsOf(page)[0]).toBe(last + 1);
    last = idsOf(page).at(-1) ?? 0;
    after = page.positionAt(-1);
    more = page.hasNextPage;
  }
  expect([last, queries.length]).toEqual([100_000, 20]);
  expect(queries.filter(({ offset }) => offset > 0)).toEqual([]);
});

test('what changes within a large page stays within it: its borders are exact', () => {
  const upstream = createRowsUpstream({ rows: people(1200) });
  const before = upstream.select([], byLastName);
  const delivered: number[] = [];
  const pageOf = new Map<number, number>();
  const seen = new Set<number>();
  let after: PageRequest['after'];
  let reads = 0;
  let pages = 0;
  for (let more = true; more; pages += 1) {
    const request: PageRequest = {
      entity: contacts,
      filter: [],
      order: byLastName,
      first: 300,
      after,
      fields: new Set(),
      wants,
    };
    const page = runPlan(planPage(request, 'low'), upstream, () => {
      reads += 1;
      // The first rows of all: every later one moves up, and what stands at a border of inner pages is missed.
      const gone = upstream.select([], byLastName)[0];
      upstream.rows = upstream.rows.filter((row) => row !== gone);
    });
    for (const id of idsOf(page)) {
      expect(seen.has(id), `${id} twice`).toBe(false);
      seen.add(id);
      pageOf.set(id, pages);
    }
    delivered.push(...idsOf(page));
    after = page.positionAt(-1);
    more = page.hasNextPage;
  }
  expect(reads).toBeGreaterThan(pages);
  const order = new Map(before.map(({ id }, place) => [id, place]));
  const places = delivered.map((id) => order.get(id) ?? 0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const missing = upstream.rows.filter(({ id }) => !seen.has(id));
  expect(missing.length, 'rows that moved across a border of inner pages').toBeGreaterThan(0);
  for (const { id } of missing) {
    const behind = delivered.find((other) => (order.get(other) ?? 0) > (order.get(id) ?? 0));
    const ahead = delivered.findLast((other) => (order.get(other) ?? 0) < (order.get(id) ?? 0));
    expect(pageOf.get(ahead ?? 0), `${id} lies within one page`).toBe(pageOf.get(behind ?? 0));
  }
});
