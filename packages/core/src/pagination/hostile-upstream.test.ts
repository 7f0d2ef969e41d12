import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { createRowsUpstream, type Raw } from '../../test/rows-upstream.ts';
import { idsOf } from '../../test/walk.ts';
import { casesOfContacts, casesOfOthers, type Question, questions, rows } from '../../test/walk-cases.ts';
import { PageMovedError, UpstreamError } from '../errors.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import { createCursorCodec } from './cursor.ts';
import type { Page, PageRequest } from './page.ts';
import { planPage } from './page.ts';
import type { Plan } from './steps.ts';
import { planPageByOffset } from './page-by-offset.ts';

/** The shares of calls in which an upstream does something wrong. */
interface Faults {
  readonly ignoresFilters: number;
  readonly shuffles: number;
  readonly repeats: number;
  readonly ignoresOffsets: number;
  readonly saysMore: number;
  readonly seed: number;
}

const share = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constant(1) },
  fc.constantFrom(0.1, 0.5),
);
const faults: fc.Arbitrary<Faults> = fc.record({
  ignoresFilters: share,
  shuffles: share,
  repeats: share,
  ignoresOffsets: share,
  saysMore: share,
  seed: fc.nat(),
});

const MAX_CALLS_OF_A_PAGE = 200;
const MAX_PAGES = 2000;

const allCases = [
  { entity: 'contacts', cases: casesOfContacts, walks: 1500 },
  ...casesOfOthers.map((each) => ({ ...each, walks: 400 })),
];

test.each(allCases)(
  'whatever an upstream does, a walk over $entity ends: whole, or with an error',
  ({ cases, walks }) => {
    const outcomes = { whole: 0, wrong: 0 };
    fc.assert(
      fc.property(
        cases.questions,
        cases.rows(40),
        faults,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('exact', 'offset'),
        (question, data, given, size, form) => {
          const answer = hostile(question, data, given);
          try {
            walk(question, answer, size, form);
            outcomes.whole += 1;
          } catch (error) {
            const isExpected =
              error instanceof PageMovedError || (error instanceof UpstreamError && error.code === 'bad_response');
            if (!isExpected) throw error;
            outcomes.wrong += 1;
          }
        },
      ),
      runs(walks),
    );
    expect(Math.min(outcomes.whole, outcomes.wrong)).toBeGreaterThan(0);
  },
);

describe('an upstream that stores times finer than it shows them', () => {
  const byTime = fc.constantFrom('asc' as const, 'desc' as const);
  test('a walk by times that are stored finer than shown is whole, or ends with an error that says so', () => {
    let whole = 0;
    fc.assert(
      fc.property(questions, rows(40), byTime, fc.integer({ min: 1, max: 60 }), (question, data, direction, size) => {
        const times = data.map((row, at) => ({ ...row, createdTime: `2024-01-01T10:00:${10 + (at % 13)}+03:00` }));
        const order = [{ field: 'createdTime', direction } as const, { field: 'id', direction: 'asc' } as const];
        const upstream = createRowsUpstream({ ...question.upstream, fineTimes: true, rows: times });
        const ids = walkOrRefusal({ ...question, filter: [], order }, (query) => upstream.answer(query), size);
        if (ids === 'refused') return;
        expect(ids.toSorted((a, b) => a - b)).toEqual(times.map(({ id }) => id).toSorted((a, b) => a - b));
        whole += 1;
      }),
      runs(500),
    );
    expect(whole).toBeGreaterThan(0);
  });
});

/** The ids that a walk delivers, unless it ends with an error that names what does not fit. */
function walkOrRefusal(
  question: Question,
  answer: (query: ListQuery) => ListAnswer,
  size: number,
): readonly number[] | 'refused' {
  try {
    return walk(question, answer, size, 'exact');
  } catch (error) {
    const isRefusal = error instanceof UpstreamError && error.code === 'bad_response';
    if (!isRefusal || !/"createdTime"|"id"/.test(error.message)) throw error;
    return 'refused';
  }
}

/** The ids that a walk delivers. */
function walk(
  { entity, filter, order, field, upstream: { empties } }: Question,
  answer: (query: ListQuery) => ListAnswer,
  size: number,
  form: 'exact' | 'offset',
): readonly number[] {
  const codec = createCursorCodec(['a secret'], { entity, filter, order });
  const ids: number[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const request: PageRequest = {
      entity,
      filter,
      order,
      first: size,
      after: cursor === undefined ? undefined : codec.decode('after', cursor),
      fields: new Set([field]),
      wants: { hasNextPage: true, hasPreviousPage: false, total: false },
    };
    const page = run(form === 'exact' ? planPage(request, empties) : planPageByOffset(request, empties), answer);
    ids.push(...idsOf(page));
    const position = page.positionAt(-1);
    if (!page.hasNextPage || !position) return ids;
    const next = codec.encode(position);
    expect(next, 'a page makes progress').not.toBe(cursor);
    // As the client package does: a cursor that comes again leads in a circle.
    if (seen.has(next)) throw new UpstreamError('bad_response', 'A cursor came again.');
    seen.add(next);
    cursor = next;
    expect(pages, 'pages').toBeLessThan(MAX_PAGES);
  }
}

function run(plan: Plan<Page>, answer: (query: ListQuery) => ListAnswer): Page {
  let step = plan;
  for (let calls = 0; !step.done; calls += 1) {
    expect(calls, 'calls of one page').toBeLessThan(MAX_CALLS_OF_A_PAGE);
    step = step.next(step.lists.map(answer));
  }
  return step.result;
}

function hostile({ upstream }: Question, data: readonly Raw[], given: Faults): (query: ListQuery) => ListAnswer {
  const honest = createRowsUpstream({ ...upstream, rows: data });
  let state = given.seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  const happens = (probability: number): boolean => random() < probability;
  return (query) => {
    const asked: ListQuery = {
      ...query,
      filter: happens(given.ignoresFilters) ? [] : query.filter,
      offset: happens(given.ignoresOffsets) ? 0 : query.offset,
      limit: happens(given.shuffles) ? 1000 : query.limit,
    };
    const { rows: found, hasMore, ...more } = honest.answer(asked);
    const shuffled = asked.limit === query.limit ? found : found.toSorted(() => random() - 0.5).slice(0, query.limit);
    const repeated =
      happens(given.repeats) && shuffled[0] ? [shuffled[0], ...shuffled].slice(0, query.limit) : shuffled;
    return { rows: repeated, hasMore: (hasMore || happens(given.saysMore)) && repeated.length > 0, ...more };
  };
}
