import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { createRowsUpstream, type Raw, type RowsUpstream } from '../../test/rows-upstream.ts';
import { createChurn, idsOf, runPlan } from '../../test/walk.ts';
import { casesOfContacts, casesOfOthers, type Change, type Question, type WalkCases } from '../../test/walk-cases.ts';
import { type Alternatives, alternativesOf, conjunction } from '../query/alternatives.ts';
import type { Filter } from '../query/filter.ts';
import { createCursorCodec } from './cursor.ts';
import { type PageRequest, planPage } from './page.ts';
import type { Position } from './position.ts';

/** An exact walk by several keys takes up to 30 calls, of the alternatives and of their union. */
const MAX_STEPS = 100;

interface WalkCase {
  readonly question: Question;
  readonly alternatives: readonly Filter[];
  readonly data: readonly Raw[];
  readonly changes: readonly (readonly Change[])[];
  readonly size: number;
  readonly backward: boolean;
  readonly deniesEnd: boolean;
  readonly pick: number;
}

const walkCase = ({ questions, rows, churn, alternatives }: WalkCases): fc.Arbitrary<WalkCase> =>
  fc
    .record({
      question: questions,
      alternatives,
      data: fc.oneof({ weight: 6, arbitrary: rows(60) }, rows(120)),
      changes: churn,
      size: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 1, max: 50 })),
      backward: fc.boolean(),
      deniesEnd: fc.boolean(),
      pick: fc.nat(),
    })
    // Filters that no request can ask for are rejected before a page is planned.
    .filter(({ question: { entity, filter }, alternatives: all }) =>
      all.every((one) => conjunction(entity, filter, one)),
    );

test('a walk over any of several filters delivers every contact that existed throughout exactly once, under any churn', () => {
  fc.assert(
    fc.property(walkCase(casesOfContacts), (given) => {
      checkWalk(given);
    }),
    runs(300),
  );
});

test.each(casesOfOthers)('a walk over any of several filters of $entity is as exact', ({ cases }) => {
  fc.assert(
    fc.property(walkCase(cases), (given) => {
      checkWalk(given);
    }),
    runs(100),
  );
});

function checkWalk({ question, alternatives, data, changes, size, backward, deniesEnd, pick }: WalkCase): void {
  const { entity, order, field } = question;
  const { empties } = question.upstream;
  const all = alternativesOf(entity, question.filter, [{ argument: 'filter.or', filters: alternatives }]);
  const [only] = all;
  const anyOf = only && all.length === 1 ? undefined : all;
  const filter = anyOf ? question.filter : (only ?? []);
  if (anyOf?.length === 0) return;
  const upstream = createRowsUpstream({ ...question.upstream, rows: data, deniesEnd });
  const codec = createCursorCodec(['a secret'], { entity, filter, anyOf, order });
  const existed = selectAnyOf(upstream, all, question);
  const churning = createChurn(upstream, changes);
  const seen: Raw[] = [];
  const compare = upstream.compare(order);
  const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
  let cursor: string | undefined;

  for (;;) {
    upstream.calls.length = 0;
    const at = cursor === undefined ? undefined : codec.decode('after', cursor);
    const page = runPlan(
      planPage(requestOf(backward ? { last: size, before: at } : { first: size, after: at }), empties),
      upstream,
      () => churning.next(),
      MAX_STEPS,
    );
    const more = backward ? page.hasPreviousPage : page.hasNextPage;
    expect(
      upstream.calls.filter(({ query }) => query.offset > 0 || query.limit > 50),
      'reads with an offset, or of more than one inner page',
    ).toEqual([]);
    seen[backward ? 'unshift' : 'push'](...page.rows.map((row) => churning.rowOf(row.id)));
    churning.delivered.push(...(backward ? idsOf(page).toReversed() : idsOf(page)));
    if (page.rows.length > 0 && seen.length % 3 === 0)
      checkCursorAt(page.positionAt(pick % page.rows.length) as Position);
    const position = backward ? page.positionAt(0) : page.positionAt(-1);
    cursor = position && codec.encode(position);
    if (!more) break;
    expect(page.rows.length, 'a page with more to come has rows').toBeGreaterThan(0);
    expect(seen.length, 'the walk ends').toBeLessThan(1000);
  }

  const ids = seen.map(({ id }) => id);
  const misplaced = seen.filter((row, index) => index > 0 && compare(seen[index - 1] as Raw, row) >= 0);
  expect(misplaced, 'order').toEqual([]);
  expect(new Set(ids).size, 'no contact twice').toBe(ids.length);
  const missing = churning.survivors(existed).filter(({ id }) => !ids.includes(id));
  expect(missing, 'no contact skipped').toEqual([]);

  function requestOf(args: Partial<PageRequest>): PageRequest {
    return { entity, filter, anyOf, order, fields: new Set([field]), wants, ...args };
  }

  /** The rows behind any edge are those that the order has behind its row, whether it was the last of its page or not. */
  function checkCursorAt(position: Position): void {
    const still = createRowsUpstream({ ...question.upstream, rows: upstream.rows });
    const from = churning.rowOf(position.id);
    const behind = selectAnyOf(still, all, question).filter((row) => compare(row, from) > 0);
    const next = runPlan(planPage(requestOf({ first: size, after: position }), empties), still, undefined, MAX_STEPS);
    const short = next.rows.length < size && next.hasNextPage;
    expect(idsOf(next)).toEqual(behind.slice(0, short ? next.rows.length : size).map(({ id }) => id));
  }
}

/** The rows that pass at least one filter by its own meaning, in the order of a question. */
function selectAnyOf(upstream: RowsUpstream, all: Alternatives, { order }: Question): readonly Raw[] {
  const ids = new Set(all.flatMap((filter) => upstream.select(filter, order)).map(({ id }) => id));
  return upstream.select([], order).filter(({ id }) => ids.has(id));
}
