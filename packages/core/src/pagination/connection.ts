import type { Entity } from '../entities/entity.ts';
import { BadCursorError, InvalidArgumentError } from '../errors.ts';
import { provisionalEntity } from '../query/custom-listing.ts';
import { dividedFields, type Filter } from '../query/filter.ts';
import { completeOrder, type OrderKey } from '../query/order.ts';
import { createCursorCodec, type CursorCodec } from './cursor.ts';
import { checkedPageSize } from './page-args.ts';
import type { PageRequest } from './page.ts';
import type { Position } from './position.ts';
import { countsOnTheWay, pageNeedsNoRead, type PageRules, type PageWithTotal, planByRules } from './read-page.ts';
import type { ListQuery } from '../query/list-query.ts';

/** The arguments of a connection, as a caller gives them: cursors are still texts. */
export interface ConnectionArgs extends Pick<PageRequest, 'entity' | 'filter' | 'wants' | 'first' | 'last'> {
  readonly orderBy: readonly OrderKey[];
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly fields: ReadonlySet<string>;
}

export interface PagingOptions extends PageRules {
  /** Signs and verifies cursors: the first signs, all verify. */
  readonly cursorSecrets: readonly [string, ...string[]];
}

/** A page and the cursors of its rows, which are made only when they are asked for. */
export interface Connection extends Omit<PageWithTotal, 'positions'> {
  cursorOf(index: number): string;
}

/** A request for a page, checked, and the codec of its cursors. */
export interface CheckedPage {
  readonly request: PageRequest;
  readonly codec: CursorCodec;
}

/**
 * Checks what a connection is asked for. Nothing is sent.
 * @param codecAsAsked that of the arguments as they were asked, where `args` are what the portal made of them
 * @throws InvalidArgumentError, BadCursorError
 */
export function checkedPage(args: ConnectionArgs, paging: PagingOptions, codecAsAsked?: CursorCodec): CheckedPage {
  const { orderBy, after, before, ...rest } = args;
  const { filter } = args;
  const entity = provisionalEntity(args);
  const size = checkedPageSize(args);
  const order = completeOrder(entity, orderBy, filter);
  if (paging.form === 'anchored-offset') checkForOffsets(entity, filter);
  const codec = codecAsAsked ?? createCursorCodec(paging.cursorSecrets, { entity, filter, order });
  const decode = (argument: string, cursor: string | undefined): Position | undefined => {
    const position = cursor === undefined ? undefined : codec.decode(argument, cursor);
    if (position && paging.form === 'anchored-offset' && position.offset === undefined) {
      throw new BadCursorError(
        argument,
        cursor,
        'a cursor made since PAGING is anchored-offset; read again from the first page',
      );
    }
    return position;
  };
  return {
    codec,
    request: { ...rest, entity, ...size, order, after: decode('after', after), before: decode('before', before) },
  };
}

/** By offset, records with and without a value cannot be read one after the other (`dividedFields`). */
function checkForOffsets(entity: Entity, filter: Filter): void {
  const [field] = dividedFields(entity, filter);
  const condition = filter.find((each) => each.field === field);
  if (!condition) return;
  throw new InvalidArgumentError(
    `filter.${condition.field}.${condition.operator}`,
    condition.value,
    'with PAGING=anchored-offset, conditions together with isEmpty: false, or isEmpty: true alone',
  );
}

/** The cost of a page, as far as it is known before anything is sent. */
export interface PageCost {
  /** The first list read, which for most pages is the only one; nothing if the page needs none. */
  readonly query: ListQuery | undefined;
  /** True if the total is counted by a read of its own. */
  readonly counts: boolean;
  /** The maximum number of rows of the page. */
  readonly rows: number;
}

/** The cost of a page whose arguments are checked. */
export function costOf(request: PageRequest, rules: PageRules): PageCost {
  if (pageNeedsNoRead(request)) return { query: undefined, counts: false, rows: 0 };
  const step = planByRules(request, rules).next();
  return {
    query: step.done ? undefined : step.value,
    counts: request.wants.total && !countsOnTheWay(request, rules),
    rows: Math.max(request.first ?? 0, request.last ?? 0),
  };
}

/** Joins a page with the codec of its cursors. */
export function toConnection({ positions, ...page }: PageWithTotal, codec: CursorCodec): Connection {
  return {
    ...page,
    cursorOf(index) {
      const position = positions[index];
      if (!position) throw new RangeError(`A page of ${positions.length} rows has no row ${index}.`);
      return codec.encode(position);
    },
  };
}
