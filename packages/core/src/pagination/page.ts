import type { UpstreamRow } from '../entities/decode.ts';
import { type Entity, isShown } from '../entities/entity.ts';
import type { Alternatives } from '../query/alternatives.ts';
import type { Filter } from '../query/filter.ts';
import { type Order, reverseOrder } from '../query/order.ts';
import { leadingKeys, type Position, positionsOf } from './position.ts';
import type { NullsOrder } from './nulls-order.ts';
import { type Batches, goOn, oneByOne, type Plan, planOf } from './steps.ts';
import type { Walk } from './anchor.ts';
import type { Walked, WalkOptions } from './walk.ts';
import { walkAnyOf } from './walk-any-of.ts';
import { planById } from './walk-by-id.ts';
import { walkDivided } from './walk-divided.ts';

/** A page of an order, in the terms of the Relay connection specification. */
export interface PageRequest {
  readonly entity: Entity;
  readonly filter: Filter;
  /** Filters of which at least one must hold, in place of `filter`, whose conditions they all have. */
  readonly anyOf?: Alternatives | undefined;
  readonly order: Order;
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  readonly after?: Position | undefined;
  readonly before?: Position | undefined;
  readonly fields: ReadonlySet<string>;
  /** The requested parts besides the rows; a part that is not requested costs no call. */
  readonly wants: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly total: boolean };
}

export interface Page {
  readonly rows: readonly UpstreamRow[];
  /** Returns the position of a row; a negative index counts from the end. */
  readonly positionAt: (index: number) => Position | undefined;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** All rows of the filter; only a page that was read from one end without a cursor counts them on the way. */
  readonly total?: number;
}

/**
 * Plans one page: the lists that it needs, step by step, until it is complete. Pure: the caller decides how reads are sent.
 */
export function planPage(request: PageRequest, empties: NullsOrder): Plan<Page> {
  const { entity, filter, anyOf, first, last, after, before, wants } = request;
  const backward = isBackward(request);
  const order = backward ? reverseOrder(request.order) : request.order;
  const [from, to] = backward ? [before, after] : [after, before];
  const walk: Walk = { entity, filter, order, fields: fieldsOf(request, order), empties };
  const options: WalkOptions = {
    // Given both, `last` cuts what `first` left; whether it cuts anything shows in as many rows as the larger of them.
    count: Math.max(first ?? 0, last ?? 0),
    after: from && asSeenFrom(from, backward),
    before: to,
    wantsMore: (first !== undefined && wants.hasNextPage) || (last !== undefined && wants.hasPreviousPage),
    wantsTotal: wants.total,
  };
  const pageOf = (walked: Walked): Page => new ReadPage(request, { walked, order, from });
  function* begin(): Batches<Page> {
    return pageOf(yield* anyOf ? walkAnyOf(walk, anyOf, options) : oneByOne(walkDivided(walk, options)));
  }
  const byId = anyOf ? undefined : planById(walk, options, pageOf, (answers) => goOn(begin, answers));
  return byId ?? planOf(begin);
}

function fieldsOf({ entity, filter, anyOf, fields }: PageRequest, order: Order): ReadonlySet<string> {
  return new Set([
    ...fields,
    ...leadingKeys(order).map(({ field }) => field),
    // Seen with each row, a condition that the upstream ignores is noticed (contract §11.14).
    ...(anyOf ?? [filter]).flat().flatMap(({ field }) => (isShown(entity, field) ? [field] : [])),
  ]);
}

/** The rows that were walked, in the order of the walk, from a cursor on. */
interface WalkedPage {
  readonly walked: Walked;
  readonly order: Order;
  readonly from: Position | undefined;
}

/** A page whose ties are counted when a position is asked for first: most pages have a cursor of one row at most. */
class ReadPage implements Page {
  readonly rows: readonly UpstreamRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly total?: number;
  readonly #request: PageRequest;
  readonly #walked: WalkedPage;
  #positions: readonly Position[] | undefined;

  constructor(request: PageRequest, page: WalkedPage) {
    const { first, last, after, before } = request;
    const { rows, more, total } = page.walked;
    this.#request = request;
    this.#walked = page;
    this.rows = partOf(rows, request);
    // The specification's HasNextPage and HasPreviousPage; `after` and `before` prove the rows that they stand at.
    this.hasNextPage = first === undefined ? before !== undefined : more || rows.length > first;
    this.hasPreviousPage = last === undefined ? after !== undefined : more || rows.length > last;
    if (total !== undefined) this.total = total;
  }

  positionAt(index: number): Position | undefined {
    const { walked, order, from } = this.#walked;
    if (order.length === 1) return positionById(this.rows.at(index));
    const direction = isBackward(this.#request) ? -1 : 1;
    this.#positions ??= partOf(
      positionsOf(this.#request.entity, walked.rows, order, { before: from, direction }),
      this.#request,
    );
    return this.#positions.at(index);
  }
}

/** By id alone there are no ties, so that a row's position depends on no other. */
function positionById(row: UpstreamRow | undefined): Position | undefined {
  return row && { values: [], id: row.id, ties: 0 };
}

/** Returns those of the rows that were walked that a page shows, in its order. */
function partOf<T>(items: readonly T[], request: PageRequest): readonly T[] {
  const { first, last } = request;
  const end = first === undefined ? items.length : Math.min(first, items.length);
  const start = last === undefined || isBackward(request) ? 0 : Math.max(0, end - last);
  return inOrder(start === 0 && end === items.length ? items : items.slice(start, end), isBackward(request));
}

/** `last` alone is the mirror image: the first rows of the order read from its other end. */
function isBackward({ first, last }: PageRequest): boolean {
  return first === undefined && last !== undefined;
}

/** A count of ties says something only to a walk in the direction in which it was counted. */
function asSeenFrom(position: Position, backward: boolean): Position {
  return { ...position, ties: Math.max(0, backward ? -position.ties : position.ties) };
}

function inOrder<T>(items: readonly T[], backward: boolean): readonly T[] {
  return backward ? items.toReversed() : items;
}
