import { contacts } from '../src/entities/contact.ts';
import type { UpstreamRow } from '../src/entities/decode.ts';
import { kindOf } from '../src/entities/entity.ts';
import { encodeFilter } from '../src/wire/encode-filter.ts';
import type { Condition, FilterScalar } from '../src/query/filter.ts';
import { type ListAnswer, type ListQuery, selectedFields } from '../src/query/list-query.ts';
import type { Order } from '../src/query/order.ts';
import type { NullsOrder } from '../src/pagination/nulls-order.ts';
import { type Cell, compareNatively, keyOf as nativeKeyOf, type NativeRules, passesNatively } from './native-filter.ts';

/** A record as the test's upstream keeps it; absent and blank members are empty values. */
export type Raw = Readonly<Record<string, unknown>> & { readonly id: number };

export interface RowsUpstreamOptions extends Partial<NativeRules> {
  readonly rows: readonly Raw[];
  readonly empties?: NullsOrder;
  /** True if an empty text and a link of 0 differ from NULL, which sorts before them. */
  readonly twoEmpties?: boolean;
  /** True if times are stored in milliseconds, of which only seconds are shown. */
  readonly fineTimes?: boolean;
  /** True if lists above 50 rows come by id, whatever the order (contract §11.13). */
  readonly longListsById?: boolean;
  /** True if inner pages begin at multiples of 50, whatever the offset: a read across such a border then sees two states. */
  readonly alignsInnerPages?: boolean;
  /** Says `hasMore` where the last row is the last one of all (contract §1), unless it counts. */
  readonly deniesEnd?: boolean;
}

/**
 * The upstream in memory: the filter as it is sent, a plain sort and a slice, written without a look at how pages are
 * planned.
 */
export interface RowsUpstream {
  /** May be replaced or changed at any time. */
  rows: Raw[];
  /** Reads so far, with the ids that were returned. */
  readonly calls: { readonly query: ListQuery; readonly ids: readonly number[] }[];
  /** Answers one read; `beforeInnerPage` runs before each inner page of 50 rows, the first included. */
  answer(query: ListQuery, beforeInnerPage?: () => void): ListAnswer;
  /** Returns the rows that match a filter by its own meaning, in an order: the expectation of a test. */
  select(filter: readonly Condition[], order: Order): readonly Raw[];
  /** Returns the rows that match a filter as it is sent, by the rules of the upstream. */
  selectNatively(filter: readonly Condition[]): readonly Raw[];
  compare(order: Order): (a: Raw, b: Raw) => number;
}

const INNER_PAGE = 50;

const defaultRules: NativeRules = {
  entity: contacts,
  likeEquality: false,
  inFindsNull: true,
  unequalNumbersFindNull: true,
  knowsNin: false,
  comparesNull: false,
  collate: lowerCase,
};

export function createRowsUpstream(options: RowsUpstreamOptions): RowsUpstream {
  const { empties = 'low', twoEmpties = false, fineTimes = false, longListsById = false } = options;
  const { deniesEnd = false, alignsInnerPages = false } = options;
  const rules: NativeRules = { ...defaultRules, ...options };
  const keys = new WeakMap<Raw, Map<string, Cell>>();
  const upstream: RowsUpstream = {
    rows: [...options.rows],
    calls: [],
    answer(query, beforeInnerPage = () => {}) {
      const found: Raw[] = [];
      let all: readonly Raw[];
      let isAtBorder: boolean;
      do {
        beforeInnerPage();
        all = sortedNatively(upstream.selectNatively(query.filter), query);
        const from = query.offset + found.length;
        const border = alignsInnerPages ? INNER_PAGE - (from % INNER_PAGE) : INNER_PAGE;
        found.push(...all.slice(from, from + Math.min(border, query.limit - found.length)));
        isAtBorder = all.length > from + border;
      } while (isAtBorder && found.length < query.limit);
      upstream.calls.push({ query, ids: found.map(({ id }) => id) });
      const end = query.offset + found.length;
      return {
        rows: found.map((raw) => project(raw, selectedFields(query))),
        hasMore: end < all.length || (deniesEnd && !query.withTotal && end === all.length),
        ...(query.withTotal ? { total: all.length } : {}),
      };
    },
    select: (filter, order) =>
      upstream.rows
        .filter((raw) => filter.every((condition) => passes(raw, condition)))
        .toSorted(upstream.compare(order)),
    selectNatively(filter) {
      const sent = encodeFilter(rules.entity, filter);
      return upstream.rows.filter((raw) => passesNatively(sent, (field) => storedCell(raw, field), rules));
    },
    compare: (order) => (a, b) => {
      for (const { field, direction } of order) {
        const difference = compareKeys(keyIn(a, field), keyIn(b, field));
        if (difference !== 0) return direction === 'asc' ? difference : -difference;
      }
      return 0;
    },
  };
  return upstream;

  /** The meaning of a filter: records without a value equal none, and are in no range. */
  function passes(raw: Raw, { field, operator, value }: Condition): boolean {
    const own = keyIn(raw, field);
    const others = [value].flat().map((scalar: FilterScalar) => keyOf(field, scalar));
    const [other = null] = others;
    // In a range, 0 is a number.
    const difference = compareKeys(own, value === 0 ? 0 : other);
    switch (operator) {
      case 'eq':
      case 'in':
        return others.some((one) => one === own);
      case 'ne':
      case 'notIn':
        return others.every((one) => one !== own);
      case 'isEmpty':
        return (own === null) === value;
      case 'gt':
        return own !== null && difference > 0;
      case 'gte':
        return own !== null && difference >= 0;
      case 'lt':
        return own !== null && difference < 0;
      case 'lte':
        return own !== null && difference <= 0;
      case 'contains':
        return String(own ?? '').includes(String(other ?? ''));
      default:
        return operator satisfies never;
    }
  }

  function sortedNatively(rows: readonly Raw[], { order, limit }: ListQuery): readonly Raw[] {
    const isLong = longListsById && limit > INNER_PAGE;
    const byId = order.find(({ field }) => field === 'id')?.direction === 'desc' ? -1 : 1;
    if (isLong) return rows.toSorted((a, b) => byId * (a.id - b.id));
    return rows.toSorted((a, b) => {
      for (const { field, direction } of order) {
        const [left, right] = [a, b].map((raw) =>
          nativeKeyOf(kindOf(rules.entity, field), storedCell(raw, field), rules),
        ) as [Cell, Cell];
        const isTurned = empties === 'high' && (left === null || right === null);
        const difference = isTurned ? compareNatively(right, left) : compareNatively(left, right);
        if (difference !== 0) return direction === 'asc' ? difference : -difference;
      }
      return 0;
    });
  }

  function storedCell(raw: Raw, field: string): Cell {
    const value = (raw[field] ?? null) as Cell;
    const kind = kindOf(rules.entity, field);
    if (!twoEmpties && (value === '' || (value === 0 && kind === 'link'))) return null;
    if (!fineTimes || kind !== 'datetime' || value === null) return value;
    return Date.parse(String(value)) + ((raw.id * 337) % 1000);
  }

  function compareKeys(a: Cell, b: Cell): number {
    if (a === b) return 0;
    if (a === null) return empties === 'low' ? -1 : 1;
    if (b === null) return empties === 'low' ? 1 : -1;
    return a < b ? -1 : 1;
  }

  /** The key of a row's value; kept, since sorting asks for it again and again. */
  function keyIn(raw: Raw, field: string): Cell {
    let kept = keys.get(raw);
    if (!kept) keys.set(raw, (kept = new Map()));
    let key = kept.get(field);
    if (key === undefined) kept.set(field, (key = keyOf(field, raw[field] as FilterScalar)));
    return key;
  }

  /** Returns the form in which a value is sorted and compared; `null` is an empty value. */
  function keyOf(field: string, value: FilterScalar | null | undefined): Cell {
    if (value === undefined || value === null || value === '') return null;
    if (kindOf(rules.entity, field) === 'link' && value === 0) return null;
    return nativeKeyOf(kindOf(rules.entity, field), typeof value === 'boolean' ? String(value) : value, rules);
  }
}

/** Letter case does not count. */
export function lowerCase(text: string): string {
  return text.toLowerCase();
}

/** As Cyrillic texts sort in the usual collations: "ё" is "е" besides. */
export function lowerCaseWithoutYo(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

function project(raw: Raw, fields: readonly string[]): UpstreamRow {
  return { id: raw.id, raw: Object.fromEntries(fields.map((field) => [field, raw[field]])) };
}
