import type { UpstreamRow } from '../entities/decode.ts';
import { isComparable, kindOf } from '../entities/entity.ts';
import type { Alternatives } from '../query/alternatives.ts';
import type { Walk } from './anchor.ts';
import { mergeWalks } from './merge-walks.ts';
import { leadingKeys, sortValues } from './position.ts';
import type { Place } from './segments.ts';
import { type Batches, together } from './steps.ts';
import type { Walked, WalkOptions } from './walk.ts';
import { walkDivided } from './walk-divided.ts';
import { walkUnion } from './walk-union.ts';

/** Rows of each alternative that are read at once; a larger page is read in several rounds, one after the other. */
export const MAX_ROWS_AT_ONCE = 250;

/**
 * Reads the next rows of an order that pass at least one of several filters. The upstream has no OR that is known to work
 * (contract §3): each filter is read by the same order and bounds, all at once. By an order that compares without the
 * upstream, their rows are merged; by texts, the upstream sorts their union ({@link walkUnion}).
 */
export function* walkAnyOf(walk: Walk, alternatives: Alternatives, options: WalkOptions): Batches<Walked> {
  const readRound = isSortedUpstream(walk) ? walkUnion : walkMerged;
  const rows = new Map<number, UpstreamRow>();
  let after = options.after && behind(walk, options.after);
  for (;;) {
    const missing = options.count - rows.size;
    const count = Math.min(missing, MAX_ROWS_AT_ONCE);
    const wantsMore = options.wantsMore || count < missing;
    const part = yield* readRound(walk, alternatives, { ...options, after, count, wantsMore, wantsTotal: false });
    for (const row of part.rows) if (!rows.has(row.id)) rows.set(row.id, row);
    const last = part.rows.at(-1);
    if (!part.more || !last || count === missing || part.rows.length < count) {
      return { rows: [...rows.values()], more: part.more };
    }
    after = { values: sortValues(walk.entity, last, walk.order), id: last.id, ties: 0 };
  }
}

/** Returns true if only the upstream can compare the rows of an order: it sorts by a text. */
export function isSortedUpstream({ entity, order }: Pick<Walk, 'entity' | 'order'>): boolean {
  return !leadingKeys(order).every(({ field }) => isComparable(entity, field));
}

function* walkMerged(walk: Walk, alternatives: Alternatives, options: WalkOptions): Batches<Walked> {
  const parts = yield* together(alternatives.map((filter) => walkDivided({ ...walk, filter }, options)));
  return mergeWalks(walk, parts, options.count);
}

/**
 * The place where each alternative goes on. Most of them do not have the row itself: where an anchored read could not do
 * without it (`anchor.ts`), the exact walk is asked for at once.
 */
function behind({ entity, order }: Walk, after: Place): Place {
  if (!('id' in after)) return after;
  const [key, ...others] = leadingKeys(order);
  return key && (others.length > 0 || kindOf(entity, key.field) === 'datetime') ? { ...after, ties: 0 } : after;
}
