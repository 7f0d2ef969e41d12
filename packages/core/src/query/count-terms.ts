import type { Entity } from '../entities/entity.ts';
import { type Alternatives, conjunction } from './alternatives.ts';
import { type Filter, filterKey, matchesNothing } from './filter.ts';

/** A filter whose matches are added to a total, `times` times; taken away if negative. */
export interface CountTerm {
  readonly filter: Filter;
  readonly times: number;
}

/** Maximum number of counted alternatives; more have too many intersections: 15 of four, 31 of five. */
const MAX_COUNTED_ALTERNATIVES = 4;

/**
 * Returns the counts that add up to the number of records that pass at least one alternative, by inclusion and exclusion:
 * those of each, less those of each two, and so on. Nothing if an intersection cannot be asked for, or there are too
 * many. Intersections that match nothing cost no count.
 */
export function countTerms(entity: Entity, alternatives: Alternatives): readonly CountTerm[] | undefined {
  if (alternatives.length > MAX_COUNTED_ALTERNATIVES) return undefined;
  const terms: CountTerm[] = [];
  for (const alternative of alternatives) {
    const added: CountTerm[] = [{ filter: alternative, times: 1 }];
    for (const { filter, times } of terms) {
      const both = conjunction(entity, filter, alternative);
      if (!both) return undefined;
      added.push({ filter: both, times: -times });
    }
    terms.push(...added.filter(({ filter }) => !matchesNothing(entity, filter)));
  }
  const byFilter = Map.groupBy(terms, ({ filter }) => filterKey(filter));
  return [...byFilter.values()].flatMap((same) => {
    const times = same.reduce((sum, term) => sum + term.times, 0);
    return times === 0 ? [] : [{ filter: (same[0] as CountTerm).filter, times }];
  });
}
