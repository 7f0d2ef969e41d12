import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { connection, type CursorCase, type PageArgs, pageArgs, requestOf } from '../../test/relay-oracle.ts';
import { createRowsUpstream } from '../../test/rows-upstream.ts';
import { idsOf, runPlan } from '../../test/walk.ts';
import { type Question, questions, rows } from '../../test/walk-cases.ts';
import { dividedFields } from '../query/filter.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { planPage } from './page.ts';
import { MAX_CALLS_BY_ONE_KEY } from './walk.ts';

test('edges and pageInfo are those of the Relay connection specification', () => {
  fc.assert(
    fc.property(questions, rows(70), pageArgs, (question, data, args) => {
      const upstream = createRowsUpstream({ ...question.upstream, rows: data });
      const allEdges = upstream.select(question.filter, question.order);
      const page = runPlan(planPage(requestOf(question, allEdges, args), question.upstream.empties), upstream);

      const expected = connection(allEdges, args);
      expect({ ...page, rows: idsOf(page), total: undefined }).toEqual(expected);
      expect(page.rows.map((_, index) => page.positionAt(index)?.id)).toEqual(idsOf(page));
      expect(upstream.calls.length).toBeLessThanOrEqual(mostCalls(question, args));
    }),
    runs(1500),
  );
});

test('each argument of the oracle matters: it finds fault with a page that ignores one', () => {
  const allEdges = [1, 2, 3, 4, 5].map((id) => ({ id }));
  const cursorAt = (at: number): CursorCase => ({ at, counted: 'not at all' });
  const none: PageArgs = { first: undefined, last: undefined, after: undefined, before: undefined };
  const page = (args: Partial<PageArgs>) => connection(allEdges, { ...none, ...args });

  expect(page({ first: 2 })).toMatchObject({ rows: [1, 2], hasNextPage: true, hasPreviousPage: false });
  expect(page({ first: 2, after: cursorAt(1) })).toMatchObject({
    rows: [3, 4],
    hasNextPage: true,
    hasPreviousPage: true,
  });
  expect(page({ first: 9, before: cursorAt(2) })).toMatchObject({ rows: [1, 2], hasNextPage: false });
  expect(page({ last: 2 })).toMatchObject({ rows: [4, 5], hasNextPage: false, hasPreviousPage: true });
  expect(page({ last: 2, before: cursorAt(3) })).toMatchObject({
    rows: [2, 3],
    hasNextPage: true,
    hasPreviousPage: true,
  });
  expect(page({ first: 3, last: 2 })).toMatchObject({ rows: [2, 3], hasNextPage: true, hasPreviousPage: true });
  expect(page({ first: 9, after: cursorAt(3), before: cursorAt(1) })).toMatchObject({ rows: [], hasNextPage: false });
});

/** Texts that may be one to the upstream cost one call more where they bound a page on both sides. */
function mostCalls({ entity, filter, order }: Question, { first, last, after, before }: PageArgs): number {
  // A filter that no request can ask for takes a walk for each of its parts, and a long list that may not come in its
  // order is read again in inner pages.
  const isReadAgain = Math.max(first ?? 0, last ?? 0) > INNER_PAGE_ROWS;
  if (order.length > 2 || dividedFields(entity, filter).length > 0 || isReadAgain) return Number.POSITIVE_INFINITY;
  return after && before ? MAX_CALLS_BY_ONE_KEY + 1 : MAX_CALLS_BY_ONE_KEY;
}
