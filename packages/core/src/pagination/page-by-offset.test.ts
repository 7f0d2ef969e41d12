import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { runs } from '../../test/property-runs.ts';
import { connection, pageArgs, requestOf } from '../../test/relay-oracle.ts';
import { createRowsUpstream, type Raw } from '../../test/rows-upstream.ts';
import { createChurn, idsOf, runPlan } from '../../test/walk.ts';
import { type Change, churn, type Question, questions, rows } from '../../test/walk-cases.ts';
import { PageMovedError } from '../errors.ts';
import { dividedFields } from '../query/filter.ts';
import { createCursorCodec } from './cursor.ts';
import type { Page, PageRequest } from './page.ts';
import { planPageByOffset } from './page-by-offset.ts';

// This form takes the order as it comes, whatever is native about it, and refuses what no request can ask for.
const askable = questions
  .filter(({ entity, filter }) => dividedFields(entity, filter).length === 0)
  .map((question) => ({
    ...question,
    upstream: { ...question.upstream, twoEmpties: false, longListsById: false },
  }));
const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
const byLastName = [
  { field: 'lastName', direction: 'asc' },
  { field: 'id', direction: 'asc' },
] as const;
const request: PageRequest = { entity: contacts, filter: [], order: byLastName, fields: new Set(), wants };
const someRows: readonly Raw[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((lastName, index) => ({
  id: index + 1,
  lastName,
}));

test('edges and pageInfo are those of the Relay connection specification', () => {
  fc.assert(
    fc.property(askable, rows(70), pageArgs, (question, data, args) => {
      const upstream = createRowsUpstream({ ...question.upstream, rows: data });
      const allEdges = upstream.select(question.filter, question.order);
      const page = runPlan(planPageByOffset(requestOf(question, allEdges, args), question.upstream.empties), upstream);

      const expected = connection(allEdges, args);
      expect({ ...page, rows: idsOf(page), positionAt: undefined, total: undefined }).toEqual(expected);
      expect(page.rows.map((_, index) => page.positionAt(index)?.offset)).toEqual(
        idsOf(page).map((id) => allEdges.findIndex((row) => row.id === id)),
      );
    }),
    runs(1500),
  );
});

describe('a walk under churn', () => {
  const walkCase = fc.record({
    question: askable,
    data: rows(60),
    changes: churn,
    size: fc.integer({ min: 1, max: 49 }),
    backward: fc.boolean(),
  });

  test('a walk by offset under churn has every contact that existed throughout once, or fails since a page moved', () => {
    let moved = 0;
    let whole = 0;
    fc.assert(
      fc.property(walkCase, ({ question, data, changes, size, backward }) => {
        try {
          checkWalk(question, data, changes, size, backward);
          whole += 1;
        } catch (error) {
          if (!(error instanceof PageMovedError)) throw error;
          moved += 1;
        }
      }),
      runs(1000),
    );
    // Both ends of the promise were seen: neither is it always an error, nor never.
    expect(Math.min(moved, whole)).toBeGreaterThan(0);
  });

  test('a walk by offset without churn never fails', () => {
    fc.assert(
      fc.property(walkCase, ({ question, data, size, backward }) => {
        checkWalk(question, data, [], size, backward);
      }),
      runs(300),
    );
  });
});

function checkWalk(
  { entity, filter, order, upstream: kind }: Question,
  data: readonly Raw[],
  changes: readonly (readonly Change[])[],
  size: number,
  backward: boolean,
): void {
  const upstream = createRowsUpstream({ ...kind, rows: data });
  const codec = createCursorCodec(['a secret'], { entity, filter, order });
  const existed = upstream.select(filter, order);
  const churning = createChurn(upstream, changes);
  const ids: number[] = [];
  let cursor: string | undefined;
  for (let more = true; more;) {
    const at = cursor === undefined ? undefined : codec.decode('after', cursor);
    const args = backward ? { last: size, before: at } : { first: size, after: at };
    const page: Page = runPlan(
      planPageByOffset({ entity, filter, order, ...args, fields: new Set(), wants }, kind.empties),
      upstream,
      () => churning.next(),
    );
    ids[backward ? 'unshift' : 'push'](...idsOf(page));
    churning.delivered.push(...idsOf(page));
    const edge = backward ? page.positionAt(0) : page.positionAt(-1);
    if (edge) cursor = codec.encode(edge);
    more = backward ? page.hasPreviousPage : page.hasNextPage;
    expect(page.rows.length > 0 || !more, 'progress').toBe(true);
    expect(ids.length, 'the walk ends').toBeLessThan(1000);
  }
  expect(new Set(ids).size, 'no contact twice').toBe(ids.length);
  const missing = churning.survivors(existed).filter(({ id }) => !ids.includes(id));
  expect(missing, 'no contact skipped').toEqual([]);
}

describe('reads', () => {
  test('the first page and those behind a cursor take one call each', () => {
    const upstream = createRowsUpstream({ rows: someRows });
    const first = runPlan(planPageByOffset({ ...request, first: 3 }, 'low'), upstream);
    runPlan(planPageByOffset({ ...request, first: 3, after: first.positionAt(2) }, 'low'), upstream);
    expect(upstream.calls.map(({ query }) => [query.offset, query.limit])).toEqual([
      [0, 3],
      [2, 4],
    ]);
  });

  test('the last page takes one call from the other end, and those before a cursor one each', () => {
    const upstream = createRowsUpstream({ rows: someRows });
    const last = runPlan(planPageByOffset({ ...request, last: 3 }, 'low'), upstream);
    expect(idsOf(last)).toEqual([6, 7, 8]);
    const before = runPlan(planPageByOffset({ ...request, last: 3, before: last.positionAt(0) }, 'low'), upstream);
    expect(idsOf(before)).toEqual([3, 4, 5]);
    expect(upstream.calls.map(({ query }) => [query.order[0]?.direction, query.offset, query.limit])).toEqual([
      ['desc', 0, 3],
      ['asc', 2, 4],
    ]);
  });

  test('a total comes with the page, behind a cursor too', () => {
    const upstream = createRowsUpstream({ rows: someRows });
    const withTotal = { ...request, wants: { ...wants, total: true } };
    const first = runPlan(planPageByOffset({ ...withTotal, first: 3 }, 'low'), upstream);
    const next = runPlan(planPageByOffset({ ...withTotal, first: 3, after: first.positionAt(2) }, 'low'), upstream);
    expect([first.total, next.total, upstream.calls.length]).toEqual([8, 8, 2]);
  });
});

describe('a page has moved when', () => {
  const at = (index: number) => {
    const page = runPlan(planPageByOffset({ ...request, first: 8 }, 'low'), createRowsUpstream({ rows: someRows }));
    return page.positionAt(index);
  };
  const without = (...ids: number[]) => createRowsUpstream({ rows: someRows.filter(({ id }) => !ids.includes(id)) });

  test.each([
    ['the row of `after` is gone', { first: 2, after: at(2) }, without(3)],
    ['a row before `after` is gone', { first: 2, after: at(2) }, without(1)],
    [
      'a row came before `after`',
      { first: 2, after: at(2) },
      createRowsUpstream({ rows: [...someRows, { id: 9, lastName: 'a' }] }),
    ],
    ['all rows are gone', { first: 2, after: at(2) }, createRowsUpstream({ rows: [] })],
    ['the row of `before` is gone', { last: 2, before: at(5) }, without(6)],
    ['a row before `before` is gone', { last: 2, before: at(5) }, without(1)],
    ['a row between the page and `before` is gone', { first: 2, before: at(5) }, without(4)],
    ['the row of `after` moved, and the page begins far behind it', { last: 2, after: at(0) }, without(1)],
    [
      'the row of `after` was edited, though others fill its place',
      { first: 2, after: at(2) },
      createRowsUpstream({ rows: [{ id: 3, lastName: 'gg' }, ...someRows.filter(({ id }) => id > 5)] }),
    ],
  ])('%s', (_, args, upstream) => {
    expect(() => runPlan(planPageByOffset({ ...request, ...args }, 'low'), upstream)).toThrow(PageMovedError);
  });

  test('a page has not moved when rows behind it were added or deleted', () => {
    const next = runPlan(planPageByOffset({ ...request, first: 2, after: at(2) }, 'low'), without(5));
    expect(idsOf(next)).toEqual([4, 6]);
  });
});
