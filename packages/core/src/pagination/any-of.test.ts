import { describe, expect, test } from 'vitest';
import { createRowsUpstream, type Raw } from '../../test/rows-upstream.ts';
import { idsOf, runPlan } from '../../test/walk.ts';
import { contacts } from '../entities/contact.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import type { Filter } from '../query/filter.ts';
import { completeOrder } from '../query/order.ts';
import { type PageRequest, planPage } from './page.ts';
import { together, type Steps } from './steps.ts';

const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
const ofCompany: Filter = [{ field: 'companyId', operator: 'eq', value: 1 }];
const ofType: Filter = [{ field: 'typeId', operator: 'eq', value: 'CLIENT' }];
const anyOf = [ofCompany, ofType];
const people: readonly Raw[] = Array.from({ length: 12 }, (_, at) => ({
  id: at + 1,
  lastName: String.fromCodePoint(97 + ((at * 5) % 12)),
  companyId: at % 2,
  typeId: at % 3 === 0 ? 'CLIENT' : 'OTHER',
}));
const passes = ({ companyId, typeId }: Raw): boolean => companyId === 1 || typeId === 'CLIENT';

function requestOf(part: Partial<PageRequest>): PageRequest {
  const order = completeOrder(contacts, [], []);
  return { entity: contacts, filter: [], anyOf, order, fields: new Set(['post']), wants, ...part };
}
const byLastName = completeOrder(contacts, [{ field: 'lastName', direction: 'asc' }], []);

/** Runs the plan of a page, and returns the lists of each of its steps. */
function stepsOf(request: PageRequest, upstream = createRowsUpstream({ rows: people }), between = () => {}) {
  const steps: (readonly ListQuery[])[] = [];
  let step = planPage(request, 'low');
  while (!step.done) {
    steps.push(step.lists);
    const answers: readonly ListAnswer[] = step.lists.map((query) => upstream.answer(query));
    between();
    step = step.next(answers);
  }
  return { steps, page: step.result };
}

test('by numbers, a page reads the lists of all filters at once, with all fields', () => {
  const { steps, page } = stepsOf(requestOf({ first: 3 }));
  expect(steps).toHaveLength(1);
  expect(steps[0]?.map(({ filter, limit }) => ({ filter, limit }))).toEqual(
    anyOf.map((filter) => ({ filter, limit: 3 })),
  );
  expect(steps[0]?.every(({ fields }) => fields.has('post'))).toBe(true);
  expect(idsOf(page)).toEqual(
    people
      .filter(passes)
      .map(({ id }) => id)
      .slice(0, 3),
  );
  expect(page.hasNextPage).toBe(true);
});

test('by a text, a page reads lists of ids, and then their union in the requested order', () => {
  const { steps, page } = stepsOf(requestOf({ first: 3, order: byLastName }));
  expect(steps.map((lists) => lists.length)).toEqual([2, 1]);
  expect(steps[0]?.some(({ fields }) => fields.has('post'))).toBe(false);
  const [union] = steps[1] as readonly [ListQuery];
  expect(union.filter.map(({ field, operator }) => [field, operator])).toEqual([['id', 'in']]);
  expect(union.fields.has('post')).toBe(true);
  const expected = people.filter(passes).toSorted((a, b) => (String(a['lastName']) < String(b['lastName']) ? -1 : 1));
  expect(idsOf(page)).toEqual(expected.slice(0, 3).map(({ id }) => id));
});

describe('rows that are deleted between the lists and their union', () => {
  const named: readonly Raw[] = ['a', 'b', 'c', 'x', 'y', 'z'].map((lastName, at) => ({
    id: at + 1,
    lastName,
    companyId: at < 3 ? 1 : 2,
    typeId: at < 3 ? 'OTHER' : 'CLIENT',
  }));

  /** Reads a page of two, while some contacts are deleted before the union is read. */
  function read(...gone: readonly number[]) {
    const upstream = createRowsUpstream({ rows: named });
    const { page, steps } = stepsOf(requestOf({ first: 2, order: byLastName }), upstream, () => {
      upstream.rows = upstream.rows.filter(({ id }) => !gone.includes(id));
    });
    return { ids: idsOf(page), more: page.hasNextPage, steps: steps.length };
  }

  test('rows deleted before the union end the page behind the last row left of a list with unread rows', () => {
    expect(read()).toEqual({ ids: [1, 2], more: true, steps: 2 });
    expect(read(1)).toEqual({ ids: [2], more: true, steps: 2 });
    expect(read(2)).toEqual({ ids: [1], more: true, steps: 2 });
    expect(read(5)).toEqual({ ids: [1, 2], more: true, steps: 2 });
  });

  test('a list whose rows were all deleted before the union is read further', () => {
    expect(read(1, 2)).toEqual({ ids: [3, 4], more: true, steps: 5 });
  });
});

test.each([
  ['number', completeOrder(contacts, [], [])],
  ['last name', byLastName],
])('a large page by %s is read in rounds, whole and each row once', (_, order) => {
  const rows = Array.from({ length: 900 }, (__, at) => ({
    id: at + 1,
    lastName: `a${String((at * 7) % 900).padStart(4, '0')}`,
    companyId: at % 2,
    typeId: at % 3 === 0 ? 'CLIENT' : 'OTHER',
  }));
  const upstream = createRowsUpstream({ rows });
  const page = runPlan(planPage(requestOf({ first: 600, order }), 'low'), upstream);
  const expected = upstream.select([], order).filter(passes);
  expect(idsOf(page)).toEqual(expected.map(({ id }) => id).slice(0, 600));
  expect(Math.max(...upstream.calls.map(({ query }) => query.limit))).toBeLessThanOrEqual(250);
});

test('plans that end at different times run together, each with its own answers', () => {
  function* plan(reads: number): Steps<readonly number[]> {
    const totals: number[] = [];
    for (let at = 0; at < reads; at += 1) {
      const query = { limit: reads * 10 + at } as ListQuery;
      totals.push((yield query).total ?? 0);
    }
    return totals;
  }
  const all = together([plan(2), plan(0), plan(3)]);
  const sizes: number[] = [];
  let step = all.next();
  while (!step.done) {
    sizes.push(step.value.length);
    step = all.next(step.value.map(({ limit }) => ({ rows: [], hasMore: false, total: limit })));
  }
  expect(sizes).toEqual([2, 2, 1]);
  expect(step.value).toEqual([[20, 21], [], [30, 31, 32]]);
});
