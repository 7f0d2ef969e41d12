import * as fc from 'fast-check';
import { type FieldKind, kindOf } from '../src/entities/entity.ts';
import type { PageRequest } from '../src/pagination/page.ts';
import type { Position, SortValue } from '../src/pagination/position.ts';
import type { Raw } from './rows-upstream.ts';
import type { Question } from './walk-cases.ts';

/** A cursor: its row, and the tie count of the walk that created it. */
export interface CursorCase {
  readonly at: number;
  readonly counted: 'from the front' | 'from the back' | 'not at all';
}

export interface PageArgs {
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly after: CursorCase | undefined;
  readonly before: CursorCase | undefined;
}

const cursor: fc.Arbitrary<CursorCase> = fc.record({
  at: fc.nat({ max: 200 }),
  counted: fc.constantFrom('from the front', 'from the back', 'not at all'),
});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const size = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 60 }));
/** Every combination of the four arguments that asks for a page. */
export const pageArgs: fc.Arbitrary<PageArgs> = fc
  .record({ first: maybe(size), last: maybe(size), after: maybe(cursor), before: maybe(cursor) })
  .filter(({ first, last }) => first !== undefined || last !== undefined);

/**
 * The specification's algorithm over all edges in their order
 * (https://relay.dev/graphql/connections.htm#sec-Pagination-algorithm). Where it looks for the edge of a cursor, a
 * cursor here marks a place, with or without its row; so with `before` ahead of `after` there is nothing in between.
 */
export function connection(allEdges: readonly Raw[], { first, last, after, before }: PageArgs) {
  const edges = allEdges.filter(
    (_, at) =>
      (after === undefined || at > placeOf(after, allEdges)) &&
      (before === undefined || at < placeOf(before, allEdges)),
  );
  const head = first === undefined ? edges : edges.slice(0, first);
  const toReturn = last === undefined ? head : head.slice(Math.max(0, head.length - last));
  return {
    rows: toReturn.map(({ id }) => id),
    total: undefined,
    hasPreviousPage: last === undefined ? after !== undefined && allEdges.length > 0 : edges.length > last,
    hasNextPage: first === undefined ? before !== undefined && allEdges.length > 0 : edges.length > first,
  };
}

/** Returns the request for the same page, for our planner. */
export function requestOf(
  { entity, filter, order, field: selected }: Question,
  allEdges: readonly Raw[],
  args: PageArgs,
): PageRequest {
  const positionOf = (at: CursorCase | undefined): Position | undefined => {
    const row = at && allEdges[placeOf(at, allEdges)];
    if (!row) return undefined;
    const values = order.slice(0, -1).map(({ field }) => sortValue(row[field], kindOf(entity, field)));
    return { values, id: row.id, ties: tiesOf(row, at.counted), offset: placeOf(at, allEdges) };
  };
  return {
    entity,
    filter,
    order,
    first: args.first,
    last: args.last,
    after: positionOf(args.after),
    before: positionOf(args.before),
    fields: new Set([selected]),
    wants: { hasNextPage: true, hasPreviousPage: true, total: false },
  };

  function tiesOf(row: Raw, counted: CursorCase['counted']): number {
    if (counted === 'not at all') return 0;
    const [key] = order;
    const value = (one: Raw) => foldedValue(one[key?.field ?? 'id']);
    const ties = allEdges.filter((one) => value(one) === value(row));
    const at = ties.indexOf(row);
    return counted === 'from the front' ? at + 1 : at - ties.length;
  }
}

function sortValue(value: unknown, kind: FieldKind): SortValue {
  if (value === '' || (value === 0 && kind === 'link')) return null;
  return value as SortValue;
}

/** Some upstreams take "ё" for "е", and a count of ties takes such texts for one in all of them. */
function foldedValue(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase().replaceAll('ё', 'е') : value;
}

/** Rows of no data have no cursors. */
function placeOf({ at }: CursorCase, allEdges: readonly Raw[]): number {
  return allEdges.length === 0 ? 0 : at % allEdges.length;
}
