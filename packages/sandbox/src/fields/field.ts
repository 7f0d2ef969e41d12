import type { MakeCell } from '../data/seed-row.ts';

/** How a field's cells are stored, compared and written to JSON. */
export type FieldKind =
  | 'integer'
  | 'double'
  | 'boolean'
  | 'yesno'
  | 'datetime'
  | 'date'
  | 'string'
  | 'code'
  | 'phone'
  | 'email'
  | 'web'
  | 'list';

/** One field of an entity, as GET …/fields tells it. */
export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  /** The type that GET …/fields names when it is not the kind's own (custom fields, multifields). */
  type?: string;
  readOnly?: boolean;
  required?: boolean;
  /** False: the field stands in rows but not in …/fields, so it can be neither filtered nor sorted by. */
  listed?: boolean;
  /** Allowed values of an enumeration: id and text. */
  items?: readonly { id: number; value: string }[];
  multiple?: boolean;
  /** The id of another record: 0 is none (contract §11.7). */
  link?: boolean;
  /** POST …/aggregate accepts it in groupBy (contract §2). */
  groupable?: boolean;
  /** POST …/aggregate accepts it in sum, avg, min, max. */
  summable?: boolean;
  /** Makes the values of the made-up rows; without it they are made by kind. */
  seed?: MakeCell;
}

/** Phone and email live in the row's multifields, not in a column, so nothing can be sorted by them. */
export function isMultifield(kind: FieldKind): kind is 'phone' | 'email' | 'web' {
  return kind === 'phone' || kind === 'email' || kind === 'web';
}
