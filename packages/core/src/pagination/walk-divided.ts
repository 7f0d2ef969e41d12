import type { UpstreamRow } from '../entities/decode.ts';
import { type Entity, isComparable } from '../entities/entity.ts';
import { InvalidArgumentError } from '../errors.ts';
import { splitFilter, dividedFields, type Filter } from '../query/filter.ts';
import { rowCondition } from '../query/row-conditions.ts';
import type { Walk } from './anchor.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { mergeWalks } from './merge-walks.ts';
import { leadingKeys, sortValues } from './position.ts';
import type { Place } from './segments.ts';
import type { Steps } from './steps.ts';
import { walkForward, type Walked, type WalkOptions } from './walk.ts';

/** Maximum number of reads of a page while none of their rows passes. */
const MAX_FRUITLESS_READS = 20;

/**
 * {@link walkForward} for any filter. Where no request can express all of it (`dividedFields`), its parts are read one
 * after the other: by the first key they are apart in the order anyway; by keys that can be compared they are merged; and
 * by texts, what cannot be asked is checked on the rows that come.
 */
export function walkDivided(walk: Walk, options: WalkOptions): Steps<Walked> {
  const keys = leadingKeys(walk.order);
  const fields = dividedFields(walk.entity, walk.filter).filter((field) => field !== keys[0]?.field);
  if (fields.length === 0) return walkForward(walk, options);
  return keys.every(({ field }) => isComparable(walk.entity, field))
    ? mergeParts(walk, options)
    : checkRows(walk, options, fields);
}

function* mergeParts(walk: Walk, options: WalkOptions): Steps<Walked> {
  const parts: Walked[] = [];
  for (const filter of splitFilter(walk.entity, walk.filter)) {
    parts.push(yield* walkForward({ ...walk, filter }, options));
  }
  return mergeWalks(walk, parts, options.count);
}

/** Reads by a text, with the conditions that cannot be asked left to the gateway: they compare numbers. */
function* checkRows(walk: Walk, options: WalkOptions, fields: ReturnType<typeof dividedFields>): Steps<Walked> {
  const checked = walk.filter.filter(({ field }) => fields.includes(field));
  const asked: Walk = {
    ...walk,
    filter: walk.filter.filter((condition) => !checked.includes(condition)),
    fields: walk.fields.union(new Set(fields)),
  };
  const passes = testOf(walk.entity, checked);
  const { count, wantsMore } = options;
  // One inner page sees one state of the data; only a page that is larger itself reads more.
  const size = count < INNER_PAGE_ROWS ? count + 1 : count;
  const kept: UpstreamRow[] = [];
  let after: Place | undefined = options.after;
  for (let fruitless = 0; fruitless < MAX_FRUITLESS_READS || kept.length > 0; fruitless += 1) {
    const walked = yield* walkForward(asked, { ...options, after, count: size, wantsMore: true });
    kept.push(...walked.rows.filter(passes));
    const last = walked.rows.at(-1);
    if (kept.length > count || (kept.length === count && !wantsMore)) return { rows: kept.slice(0, count), more: true };
    if (!walked.more || !last) return { rows: kept, more: false };
    if (fruitless >= MAX_FRUITLESS_READS) return { rows: kept, more: true };
    after = { values: sortValues(walk.entity, last, walk.order), id: last.id, ties: 0 };
  }
  throw tooFewPass(walk.entity, checked);
}

function testOf(entity: Entity, conditions: Filter): (row: UpstreamRow) => boolean {
  const tests = conditions.flatMap((condition) => rowCondition(entity, condition) ?? []);
  return (row) => tests.every((test) => test(row) !== false);
}

function tooFewPass(entity: Entity, [condition]: Filter): InvalidArgumentError {
  const { field = 'id', operator = 'eq', value } = condition ?? {};
  return new InvalidArgumentError(
    `filter.${field}.${operator}`,
    value,
    `a condition that more ${entity.name} pass in this order; by an order of numbers or times any can be asked for`,
  );
}
