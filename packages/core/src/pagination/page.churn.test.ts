import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { createRowsUpstream, type Raw } from '../../test/rows-upstream.ts';
import { createChurn, idsOf, runPlan } from '../../test/walk.ts';
import {
  casesOfContacts,
  casesOfCustomFields,
  casesOfOthers,
  type Change,
  type Question,
  type WalkCases,
} from '../../test/walk-cases.ts';
import { dividedFields } from '../query/filter.ts';
import { createCursorCodec } from './cursor.ts';
import { type Page, type PageRequest, planPage } from './page.ts';
import type { Position } from './position.ts';
import { MAX_CALLS_BY_ONE_KEY } from './walk.ts';

interface WalkCase {
  readonly question: Question;
  readonly data: readonly Raw[];
  readonly changes: readonly (readonly Change[])[];
  readonly size: number;
  readonly backward: boolean;
  readonly deniesEnd: boolean;
  readonly alignsInnerPages: boolean;
  readonly pick: number;
}

const walkCase = ({ questions, rows, churn }: WalkCases): fc.Arbitrary<WalkCase> =>
  fc.record({
    question: questions,
    data: fc.oneof({ weight: 6, arbitrary: rows(60) }, rows(120)),
    changes: churn,
    // Up to 50, a read is one inner page and thus one state of the data; larger pages have a test of their own.
    size: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 1, max: 50 })),
    backward: fc.boolean(),
    deniesEnd: fc.boolean(),
    alignsInnerPages: fc.boolean(),
    pick: fc.nat(),
  });

test('a walk delivers every contact that existed throughout exactly once and in order, under any churn', () => {
  fc.assert(
    fc.property(walkCase(casesOfContacts), (given) => {
      checkWalk(given);
    }),
    runs(1000),
  );
});

test.each(casesOfOthers)('a walk over $entity is as exact as one over contacts', ({ cases }) => {
  fc.assert(
    fc.property(walkCase(cases), (given) => {
      checkWalk(given);
    }),
    runs(300),
  );
});

test('a walk by custom fields of any kind is as exact', () => {
  fc.assert(
    fc.property(walkCase(casesOfCustomFields), (given) => {
      checkWalk(given);
    }),
    runs(1000),
  );
});

function checkWalk({ question, data, changes, size, backward, deniesEnd, alignsInnerPages, pick }: WalkCase): void {
  const { entity, filter, order, field } = question;
  const { empties } = question.upstream;
  const upstream = createRowsUpstream({ ...question.upstream, rows: data, deniesEnd, alignsInnerPages });
  const codec = createCursorCodec(['a secret'], { entity, filter, order });
  const existed = upstream.select(filter, order);
  const churning = createChurn(upstream, changes);
  const seen: Raw[] = [];
  const compare = upstream.compare(order);
  let cursor: string | undefined;

  for (;;) {
    upstream.calls.length = 0;
    const at = cursor === undefined ? undefined : codec.decode('after', cursor);
    const request: PageRequest = {
      entity,
      filter,
      order,
      ...(backward ? { last: size, before: at } : { first: size, after: at }),
      fields: new Set([field]),
      wants: { hasNextPage: true, hasPreviousPage: true, total: false },
    };
    const page = runPlan(planPage(request, empties), upstream, () => churning.next());
    const more = backward ? page.hasPreviousPage : page.hasNextPage;
    checkCalls(page);

    const delivered = page.rows.map((row) => churning.rowOf(row.id));
    seen[backward ? 'unshift' : 'push'](...delivered);
    churning.delivered.push(...(backward ? idsOf(page).toReversed() : idsOf(page)));
    if (page.rows.length > 0 && seen.length % 3 === 0) checkCursorOf(page, pick % page.rows.length);
    cursor = cursorAtEnd(page);
    if (!more) break;
    expect(page.rows.length, 'a page with more to come has rows').toBeGreaterThan(0);
    // The changes end, so that the rows do.
    expect(seen.length, 'the walk ends').toBeLessThan(1000);
  }

  const ids = seen.map(({ id }) => id);
  const misplaced = seen.filter((row, index) => index > 0 && compare(seen[index - 1] as Raw, row) >= 0);
  expect(misplaced, 'order').toEqual([]);
  expect(new Set(ids).size, 'no contact twice').toBe(ids.length);
  const missing = churning.survivors(existed).filter(({ id }) => !ids.includes(id));
  expect(missing, 'no contact skipped').toEqual([]);

  function checkCalls(page: Page): void {
    expect(
      upstream.calls.filter(({ query }) => query.offset > 0),
      'reads with an offset',
    ).toEqual([]);
    expect(Math.max(...upstream.calls.map(({ query }) => query.limit)), 'one inner page').toBeLessThanOrEqual(50);
    // Each end that is denied is asked about once more.
    // A filter that no request can ask for takes a walk for each of its parts.
    if (order.length > 2 || deniesEnd || dividedFields(entity, filter).length > 0) return;
    const most = order.length === 1 ? 1 : MAX_CALLS_BY_ONE_KEY;
    const got = new Set(idsOf(page));
    // A page without rows must go on: it has no cursor to continue behind.
    const fruitless = upstream.calls.slice(0, most).every((call) => call.ids.every((id) => !got.has(id)));
    if (!fruitless) expect(upstream.calls.length).toBeLessThanOrEqual(most);
  }

  /** The rows behind any edge are those that the order has behind its row, whether it was the last of its page or not. */
  function checkCursorOf(page: Page, index: number): void {
    const position = page.positionAt(index) as Position;
    const read = codec.decode('after', codec.encode(position));
    expect(read).toEqual(position);
    const still = createRowsUpstream({ ...question.upstream, rows: upstream.rows });
    const from = churning.rowOf((page.rows[index] as { id: number }).id);
    const behind = still.select(filter, order).filter((row) => compare(row, from) > 0);
    const wants = { hasNextPage: true, hasPreviousPage: true, total: false };
    const next = runPlan(
      planPage({ entity, filter, order, first: size, after: read, fields: new Set(), wants }, empties),
      still,
    );
    const short = next.rows.length < size && next.hasNextPage;
    const expected = behind.slice(0, short ? next.rows.length : size).map(({ id }) => id);
    expect(idsOf(next), `behind edge ${index}`).toEqual(expected);
  }

  function cursorAtEnd(page: Page): string | undefined {
    const position = backward ? page.positionAt(0) : page.positionAt(-1);
    return position && codec.encode(position);
  }
}
