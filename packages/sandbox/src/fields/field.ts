import type { MakeCell } from '../data/seed-row.ts';

/** Kind of a field, by which its cells are stored, compared and written to JSON. */
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

/** Field of an entity. */
export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  /** Type in GET …/fields, if it is not that of the kind (custom fields, multifields). */
  type?: string;
  readOnly?: boolean;
  required?: boolean;
  /** False if rows have the field but GET …/fields has not: it can be neither filtered nor sorted by. */
  listed?: boolean;
  /** Values of an enumeration. */
  items?: readonly { id: number; value: string }[];
  multiple?: boolean;
  /** True if the values are ids of other records; 0 stands for none (contract §11.7). */
  link?: boolean;
  /** True if POST …/aggregate accepts it in groupBy (contract §2). */
  groupable?: boolean;
  /** True if POST …/aggregate accepts it in sum, avg, min and max. */
  summable?: boolean;
  /** Makes the values of the made-up rows; without it they are made by kind. */
  seed?: MakeCell;
}

/** Returns true for phones, e-mails and web addresses. They share one column and cannot be sorted by. */
export function isMultifield(kind: FieldKind): kind is 'phone' | 'email' | 'web' {
  return kind === 'phone' || kind === 'email' || kind === 'web';
}
