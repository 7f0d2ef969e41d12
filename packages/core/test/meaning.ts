import { kindOf } from '../src/entities/entity.ts';
import { type Condition, contacts, type CustomKind } from '../src/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** The meaning of a condition, on a contact as a list shows it; texts are compared without letter case. */
export function meansOf({ field, operator, value, unresolved }: Condition): (row: Row) => boolean {
  const keyOf = unresolved ? keyOfCustom(unresolved.kind) : (one: unknown) => keyOfField(field, one);
  const wanted = [value].flat().map((one) => keyOf(one));
  const [bound] = wanted;
  return (row) => {
    const own = keyOf(row[field]);
    switch (operator) {
      case 'eq':
      case 'in':
        return wanted.includes(own);
      case 'ne':
      case 'notIn':
        return !wanted.includes(own);
      case 'isEmpty':
        return (own === null) === value;
      case 'gt':
        return own !== null && own > (bound ?? 0);
      case 'gte':
        return own !== null && own >= (bound ?? 0);
      case 'lt':
        return own !== null && own < (bound ?? 0);
      case 'lte':
        return own !== null && own <= (bound ?? 0);
      case 'contains':
        return String(own ?? '').includes(String(bound));
      default:
        return operator satisfies never;
    }
  };
}

function keyOfCustom(kind: CustomKind): (value: unknown) => string | number | null {
  return (value) => {
    if (value === null || value === undefined || value === '') return null;
    switch (kind) {
      case 'number':
        return Number(value);
      case 'boolean':
        return Number(value === true || value === 1 || value === '1' || value === 'Y');
      case 'dateTime':
        return Date.parse(value as string);
      case 'date':
        return dayInPortal(typeof value === 'string' ? value : '');
      default:
        return (value as string | number | boolean).toString().toLowerCase();
    }
  };
}

/** The day of a date in the sandbox's zone, which its times in UTC do not show. */
function dayInPortal(text: string): string {
  const moment = text.endsWith('Z') ? new Date(Date.parse(text) + 3 * 3_600_000).toISOString() : text;
  return moment.slice(0, 'yyyy-mm-dd'.length);
}

function keyOfField(field: Condition['field'], value: unknown): string | number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (value === '') return null;
  const kind = kindOf(contacts, field);
  if (kind === 'link') return Number(value) === 0 ? null : Number(value);
  if (kind === 'id') return Number(value);
  if (kind === 'datetime') return Date.parse(String(value));
  return kind === 'code' ? String(value) : String(value).toLowerCase().replaceAll('ё', 'е');
}
