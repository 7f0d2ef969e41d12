import { BadCursorError, InvalidArgumentError } from '../errors.ts';
import { provisionalEntity } from '../query/custom-listing.ts';
import { alternativesOf, type Disjunction } from '../query/alternatives.ts';
import { dividedFields } from '../query/filter.ts';
import { completeOrder, type OrderKey } from '../query/order.ts';
import { createCursorCodec, type CursorCodec } from './cursor.ts';
import { checkedPageSize } from './page-args.ts';
import type { PageRequest } from './page.ts';
import type { Position } from './position.ts';
import type { PageRules, PageWithTotal } from './read-page.ts';

/** The arguments of a connection, as a caller gives them: cursors are still texts. */
export interface ConnectionArgs extends Pick<PageRequest, 'entity' | 'filter' | 'wants' | 'first' | 'last'> {
  /** Disjunctions that must all hold besides `filter`. */
  readonly anyOf?: readonly Disjunction[] | undefined;
  readonly orderBy: readonly OrderKey[];
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly fields: ReadonlySet<string>;
}

export interface PagingOptions extends PageRules {
  /** Signs and verifies cursors: the first signs, all verify. */
  readonly cursorSecrets: readonly [string, ...string[]];
}

/** A page and the cursors of its rows, which are created on demand. */
export interface Connection
  extends Pick<PageWithTotal['page'], 'rows' | 'hasNextPage' | 'hasPreviousPage'>, Pick<PageWithTotal, 'total'> {
  cursorOf(index: number): string;
}

/** A request for a page, checked, and the codec of its cursors. */
export interface CheckedPage {
  readonly request: PageRequest;
  readonly codec: CursorCodec;
}

/**
 * Checks the arguments of a connection. Sends nothing.
 * @param givenCodec codec of the arguments as the caller gave them, if `args` are resolved by the portal's field list
 * @throws InvalidArgumentError, BadCursorError
 */
export function checkedPage(args: ConnectionArgs, paging: PagingOptions, givenCodec?: CursorCodec): CheckedPage {
  const { orderBy, after, before, anyOf: disjunctions = [], ...rest } = args;
  const entity = provisionalEntity(args);
  const size = checkedPageSize(args);
  const { filter, anyOf } = alternativesOfPage({ entity, filter: args.filter }, disjunctions);
  const order = completeOrder(entity, orderBy, filter);
  if (paging.form === 'anchored-offset') checkForOffsets({ entity, filter, anyOf }, disjunctions);
  const codec = givenCodec ?? createCursorCodec(paging.cursorSecrets, { entity, filter, anyOf, order });
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
    request: {
      ...rest,
      entity,
      ...size,
      filter,
      anyOf,
      order,
      after: decode('after', after),
      before: decode('before', before),
    },
  };
}

/** The filter of a page or, if it takes several, those of which one must hold. */
function alternativesOfPage(
  { entity, filter }: Pick<ConnectionArgs, 'entity' | 'filter'>,
  disjunctions: readonly Disjunction[],
): Pick<PageRequest, 'filter' | 'anyOf'> {
  if (disjunctions.length === 0) return { filter };
  const alternatives = alternativesOf(entity, filter, disjunctions);
  const [only] = alternatives;
  return only && alternatives.length === 1 ? { filter: only } : { filter, anyOf: alternatives };
}

/** By offset, lists that are not one list cannot be read one after the other, nor records with and without a value. */
function checkForOffsets(
  { entity, filter, anyOf }: Pick<PageRequest, 'entity' | 'filter' | 'anyOf'>,
  [disjunction]: readonly Disjunction[],
): void {
  if (anyOf && anyOf.length > 1 && disjunction) {
    throw new InvalidArgumentError(
      disjunction.argument,
      `${anyOf.length} alternatives`,
      'with PAGING=anchored-offset, alternatives that differ in the value of one field alone',
    );
  }
  const [field] = dividedFields(entity, filter);
  const condition = filter.find((each) => each.field === field);
  if (!condition) return;
  throw new InvalidArgumentError(
    `filter.${condition.field}.${condition.operator}`,
    condition.value,
    'with PAGING=anchored-offset, conditions together with isEmpty: false, or isEmpty: true alone',
  );
}

/** Joins a page with the codec of its cursors. */
export function toConnection({ page, total }: PageWithTotal, codec: CursorCodec): Connection {
  const { rows, hasNextPage, hasPreviousPage } = page;
  return {
    rows,
    hasNextPage,
    hasPreviousPage,
    total,
    cursorOf(index) {
      const position = page.positionAt(index);
      if (!position) throw new RangeError(`A page of ${rows.length} rows has no row ${index}.`);
      return codec.encode(position);
    },
  };
}
