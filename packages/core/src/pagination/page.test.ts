import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { createRowsUpstream, type Raw, type RowsUpstream } from '../../test/rows-upstream.ts';
import { idsOf, runPlan } from '../../test/walk.ts';
import type { ListAnswer } from '../query/list-query.ts';
import { completeOrder } from '../query/order.ts';
import { type PageRequest, planPage } from './page.ts';
import type { Position } from './position.ts';

const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
const byLastName: PageRequest = {
  entity: contacts,
  filter: [],
  order: completeOrder(contacts, [{ field: 'lastName', direction: 'asc' }], []),
  fields: new Set(),
  wants,
};
const people: readonly Raw[] = ['', 'a', 'a', 'a', 'b', 'b', 'c', 'd'].map((lastName, index) => ({
  id: index + 1,
  lastName,
}));

/** Returns the filters and limits of the reads of one page. */
function queriesOf(part: Partial<PageRequest>, rows = people): readonly unknown[] {
  const upstream = createRowsUpstream({ rows });
  runPlan(planPage({ ...byLastName, ...part }, 'low'), upstream);
  return upstream.calls.map(({ query }) => ({ filter: query.filter, limit: query.limit }));
}

describe('a page behind a cursor', () => {
  const after: Position = { values: ['a'], id: 3, ties: 2 };

  test('a page behind a cursor is read from the first row with its value, as long as it fits one inner page', () => {
    const filter = [{ field: 'lastName', operator: 'gte', value: 'a' }];
    expect(queriesOf({ first: 2, after })).toEqual([{ filter, limit: 4 }]);
    expect(queriesOf({ first: 48, after })).toEqual([{ filter, limit: 50 }]);
  });

  const ties = [
    { field: 'lastName', operator: 'gte', value: 'a' },
    { field: 'lastName', operator: 'lte', value: 'a' },
    { field: 'id', operator: 'gt', value: 3 },
  ];
  const rest = [{ field: 'lastName', operator: 'gt', value: 'a' }];

  test.each<[string, number, Position]>([
    ['more would be read than one inner page', 49, after],
    ['there were more ties than the page has rows', 1, after],
    ['its ties were not counted', 2, { ...after, ties: 0 }],
    ['its ties were counted from the other end', 2, { ...after, ties: -2 }],
  ])('a page behind a cursor is read in two runs where %s', (_, first, position) => {
    // One tie is left; with no room for the rest, only whether there is any is asked.
    expect(queriesOf({ first, after: position })).toEqual([
      { filter: ties, limit: first },
      { filter: rest, limit: Math.max(1, first - 1) },
    ]);
  });

  test('a page by id behind a cursor is read by one bound', () => {
    const order = completeOrder(contacts, [], []);
    expect(queriesOf({ order, first: 2, after: { values: [], id: 3, ties: 0 } })).toEqual([
      { filter: [{ field: 'id', operator: 'gt', value: 3 }], limit: 2 },
    ]);
  });
});

test('a page of no rows takes no read, unless hasNextPage is requested', () => {
  const nothing = { hasNextPage: false, hasPreviousPage: false, total: false };
  expect(queriesOf({ first: 0, wants: nothing })).toEqual([]);
  expect(queriesOf({ first: 0 })).toEqual([{ filter: [], limit: 1 }]);
});

test('an upstream that sends fewer rows than requested costs calls and no rows', () => {
  const generous = createRowsUpstream({ rows: people });
  const upstream: RowsUpstream = {
    ...generous,
    answer(query): ListAnswer {
      const whole = generous.answer(query);
      return { ...whole, rows: whole.rows.slice(0, 2), hasMore: whole.hasMore || whole.rows.length > 2 };
    },
  };
  const ids: number[] = [];
  let after: Position | undefined;
  for (let more = true; more;) {
    const page = runPlan(planPage({ ...byLastName, first: 5, after }, 'low'), upstream);
    expect(page.rows.length).toBeGreaterThan(0);
    ids.push(...idsOf(page));
    after = page.positionAt(-1);
    more = page.hasNextPage;
  }
  expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
