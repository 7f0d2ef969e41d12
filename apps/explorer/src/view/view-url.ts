import {
  checkColumns,
  type ContactOrder,
  InputError,
  type InputProblem,
  parseFilter,
  parseOrder,
} from '@contacts/client';
import { conditionsOf } from '../filters/condition.ts';
import { orderColumn } from './order.ts';
import { defaultColumns, MAX_ORDER_KEYS, type View } from './view.ts';

/** A view, and the parts of the address that could not be used for it. */
export interface ReadView {
  readonly view: View;
  readonly problems: readonly InputProblem[];
}

/** Reads the view of an address; parts that cannot be used are left out, each with a problem. */
export function readView(search: string): ReadView {
  const parameters = new URLSearchParams(search);
  const problems: InputProblem[] = [];
  const attempt = <Value>(read: () => Value, otherwise: Value): Value => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return otherwise;
    }
  };
  const columns = listOf(parameters.get('columns')).filter((path) =>
    attempt(() => checkColumns([path], 'columns').length > 0, false),
  );
  const conditions = parameters
    .getAll('filter')
    .filter((text) => attempt(() => parseFilter([text], 'filter') !== undefined, false));
  const view: View = {
    columns: columns.length > 0 ? columns : defaultColumns,
    conditions: attempt(() => conditionsOf(parseFilter(conditions, 'filter')), []),
    orderBy: attempt(() => parseOrder(parameters.get('order') ?? '', 'order').slice(0, MAX_ORDER_KEYS), []),
    search: parameters.get('search') ?? '',
    contact: attempt(() => contactOf(parameters.get('contact')), null),
  };
  return { view, problems };
}

/** Writes the query of the view's address: an empty text for the view of a first visit. */
export function writeView({ columns, conditions, orderBy, search, contact }: View): string {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  for (const condition of conditions) parameters.append('filter', condition);
  if (orderBy.length > 0) parameters.set('order', writeOrder(orderBy));
  if (columns.join(',') !== defaultColumns.join(',')) parameters.set('columns', columns.join(','));
  if (contact !== null) parameters.set('contact', String(contact));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** Writes an order as `parseOrder` reads it, such as `-createdTime,lastName`. */
export function writeOrder(orderBy: readonly ContactOrder[]): string {
  return orderBy.map((key) => `${key.direction === 'DESC' ? '-' : ''}${orderColumn(key)}`).join(',');
}

function contactOf(text: string | null): number | null {
  if (text === null || text === '') return null;
  const number = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  const message = `takes the number of a contact, such as 17 (got ${JSON.stringify(text)}).`;
  throw new InputError([{ place: 'contact', message, allowed: [], suggestion: undefined }]);
}

function listOf(text: string | null): readonly string[] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
