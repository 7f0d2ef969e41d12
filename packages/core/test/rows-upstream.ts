import type { ContactRow } from '../src/contact.ts';
import { type ContactField, contactFields } from '../src/contact-fields.ts';
import type { Condition, FilterScalar } from '../src/filter.ts';
import { type ListAnswer, type ListQuery, selectedFields } from '../src/list-query.ts';
import type { ContactOrder } from '../src/order.ts';
import type { EmptyValues } from '../src/pages/segments.ts';

/** A contact as the test's upstream keeps it; absent and blank members are empty values. */
export type Raw = Readonly<Record<string, unknown>> & { readonly id: number };

export interface RowsUpstreamOptions {
  readonly rows: readonly Raw[];
  readonly empties?: EmptyValues;
  /** Whether a blank takes part in comparisons; otherwise it is in no range. */
  readonly comparesEmpties?: boolean;
  /** Two texts are equal, and sort at one place, if these are equal. Default: letter case does not count. */
  readonly collate?: (text: string) => string;
  /** Whether inner pages begin at multiples of 50, whatever the offset: a read across such a border is then two states. */
  readonly alignsInnerPages?: boolean;
  /** Says `hasMore` where the last row is the last one of all (contract §1), unless it counts. */
  readonly deniesEnd?: boolean;
}

/** The upstream in memory: a plain filter, a plain sort and a slice, written without a look at how pages are planned. */
export interface RowsUpstream {
  /** May be replaced or changed at any time. */
  rows: Raw[];
  /** What was asked so far, and the ids that came back. */
  readonly calls: { readonly query: ListQuery; readonly ids: readonly number[] }[];
  /** Answers one read; `beforeInnerPage` runs before each inner page of 50 rows, the first included. */
  answer(query: ListQuery, beforeInnerPage?: () => void): ListAnswer;
  /** All rows that pass a filter, in an order: what a test expects. */
  select(filter: readonly Condition[], order: ContactOrder): readonly Raw[];
  compare(order: ContactOrder): (a: Raw, b: Raw) => number;
}

const INNER_PAGE = 50;

export function createRowsUpstream(options: RowsUpstreamOptions): RowsUpstream {
  const {
    empties = 'low',
    comparesEmpties = false,
    collate = lowerCase,
    deniesEnd = false,
    alignsInnerPages = false,
  } = options;
  const keys = new WeakMap<Raw, Map<ContactField, string | number | null>>();
  const upstream: RowsUpstream = {
    rows: [...options.rows],
    calls: [],
    answer(query, beforeInnerPage = () => {}) {
      const found: Raw[] = [];
      let all: readonly Raw[];
      let isAtBorder: boolean;
      do {
        beforeInnerPage();
        all = upstream.select(query.filter, query.order);
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
    compare: (order) => (a, b) => {
      for (const { field, direction } of order) {
        const difference = compareValues(keyIn(a, field), keyIn(b, field));
        if (difference !== 0) return direction === 'asc' ? difference : -difference;
      }
      return 0;
    },
  };
  return upstream;

  function passes(raw: Raw, { field, operator, value }: Condition): boolean {
    const own = keyIn(raw, field);
    const others = [value].flat().map((scalar: FilterScalar) => keyOf(field, scalar));
    const [other = null] = others;
    const difference = compareValues(own, other);
    const inRange = comparesEmpties || own !== null;
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
        return inRange && difference > 0;
      case 'gte':
        return inRange && difference >= 0;
      case 'lt':
        return inRange && difference < 0;
      case 'lte':
        return inRange && difference <= 0;
      case 'contains':
        return String(own ?? '').includes(String(other ?? ''));
      default:
        return operator satisfies never;
    }
  }

  function compareValues(a: string | number | null, b: string | number | null): number {
    if (a === b) return 0;
    if (a === null) return empties === 'low' ? -1 : 1;
    if (b === null) return empties === 'low' ? 1 : -1;
    return a < b ? -1 : 1;
  }

  /** The key of a row's value; kept, since sorting asks for it again and again. */
  function keyIn(raw: Raw, field: ContactField): string | number | null {
    let kept = keys.get(raw);
    if (!kept) keys.set(raw, (kept = new Map()));
    let key = kept.get(field);
    if (key === undefined) kept.set(field, (key = keyOf(field, raw[field] as FilterScalar)));
    return key;
  }

  /** What a value counts as when it is sorted or compared; `null` is an empty one. */
  function keyOf(field: ContactField, value: FilterScalar | null | undefined): string | number | null {
    if (value === undefined || value === null || value === '') return null;
    const { kind } = contactFields[field];
    if (kind === 'link') return value === 0 ? null : Number(value);
    if (kind === 'id') return Number(value);
    if (kind === 'datetime') return Date.parse(String(value));
    return kind === 'code' ? String(value) : collate(String(value));
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

function project(raw: Raw, fields: readonly string[]): ContactRow {
  return { id: raw.id, raw: Object.fromEntries(fields.map((field) => [field, raw[field]])) };
}
