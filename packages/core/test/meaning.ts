import { kindOf } from '../src/entities/entity.ts';
import { type Condition, contacts } from '../src/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** The meaning of a condition, on a contact as a list shows it; texts are compared without letter case. */
export function meansOf({ field, operator, value }: Condition): (row: Row) => boolean {
  const wanted = [value].flat().map((one) => keyOf(field, one));
  const [bound] = wanted;
  return (row) => {
    const own = keyOf(field, row[field]);
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

function keyOf(field: Condition['field'], value: unknown): string | number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (value === '') return null;
  const kind = kindOf(contacts, field);
  if (kind === 'link') return Number(value) === 0 ? null : Number(value);
  if (kind === 'id') return Number(value);
  if (kind === 'datetime') return Date.parse(String(value));
  return kind === 'code' ? String(value) : String(value).toLowerCase().replaceAll('ё', 'е');
}
