import type { DictionaryName } from './status.ts';
import { otherNameIn } from './native-name.ts';
import { decoded, decoders, fmOf, memberOfRow, type UpstreamRow, type ValueOfKind } from './decode.ts';

/**
 * The kind of a field. It decides how a value is decoded (`decode.ts`), which filter operators exist (`filter.ts`) and
 * if the upstream can sort by the field (`order.ts`).
 *
 * - `id`: a positive integer, never empty.
 * - `link`: the id of another record; the upstream writes an unset one as `null` or `0` (contract §1).
 * - `code`: a code of a status dictionary; the upstream has no substring match on it (contract §3).
 * - `text`, `longText`: free text; long text is not sortable, since a cursor would carry all of it.
 * - `number`: any number; natively the empty value finds 0 as well as NULL (contract §11.6).
 * - `datetime`, `date`: a moment with its offset; a day without a time.
 * - `flag`: a custom yes-or-no field, natively a column of 1 and 0 (contract §3, "Boolean UF").
 * - `multifield`: phones and e-mails, in one of several shapes (contract §1).
 * - `list`: several values of a custom field, of which a condition looks at any one.
 */
export type FieldKind = keyof ValueOfKind;

/** One field of an entity: everything that decoding, filters, orders, and the API's types, names and texts derive from. */
export interface FieldSpec {
  readonly kind: FieldKind;
  /** A sentence for the API's documentation, with the unit or the dictionary of the value. */
  readonly text: string;
  /** The sentence of its filter, where a condition looks at other values than the field shows. */
  readonly filterText?: string;
  /** The name in the API, where it is another than the upstream's: `id` is the global id there, `createdBy` a relation. */
  readonly name?: string;
  /** True if every record has a value: a sort by the field then has no range of empty values. */
  readonly always?: true;
  /** The upstream's field list lacks it: natively it is there, but neither filters nor orders can name it (contract §2). */
  readonly unlisted?: true;
  /** The dictionary that its codes are of (contract §7, "Statuses"). */
  readonly dictionary?: DictionaryName;
  /** Its values are phone numbers, which can be looked for in any of their forms. */
  readonly isPhone?: true;
  /** Aggregates can count by it (contract §2, aggregate). */
  readonly groupable?: true;
  /** A custom field of the portal; its rows show whether an upstream heeds the conditions on it. */
  readonly custom?: true;
}

/** The fields of an entity by their upstream names, in the order of the contract's table. */
export type FieldTable = Readonly<Record<string, FieldSpec>>;

/** A scope of a key (contract §6). */
export type Scope = 'crm' | 'user';

/** The upstream's name of an entity: that of its path, `/v1/<name>`, and of a call of a batch (contract §4). */
export type EntityName = 'contacts' | 'companies' | 'users' | 'statuses' | 'requisites';

/**
 * The description of an entity. Filters, orders, pages, cursors, selections and decoding derive from it; nothing else
 * in those folders knows which entity it works on.
 */
export interface Entity<T extends FieldTable = FieldTable> {
  readonly name: EntityName;
  /** One record, as messages name it. */
  readonly singular: string;
  /** The scope that a key needs to read it (contract §6, "Scopes"). */
  readonly scope: Scope;
  /** Records are few and small: they are read whole, so that one that is known serves every operation. */
  readonly isReference?: true;
  /** The upstream counts its records by `POST /v1/<name>/aggregate` (contract §2, §7); others are counted by a list. */
  readonly hasAggregate?: true;
  /** The portal can have made fields of its own for it, which its field list describes (contract §2, "UF"). */
  readonly hasCustomFields?: true;
  readonly fields: T;
  /**
   * Decodes one element of an upstream answer as a record.
   * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`
   */
  readonly toRow: (element: unknown) => UpstreamRow;
}

/** The upstream name of a field of an entity. */
export type FieldOf<T extends FieldTable> = keyof T & string;

/** The decoded type of a field; `null` is an empty value. */
export type FieldValue<T extends FieldTable, F extends FieldOf<T>> = ValueOfKind[T[F]['kind']];

/** Returns the name of a field in the API. */
export function apiName(entity: Entity, field: string): string {
  return specOf(entity, field).name ?? field;
}

/** Returns the kind of a field. @throws TypeError for a field that the entity lacks */
export function kindOf(entity: Entity, field: string): FieldKind {
  return specOf(entity, field).kind;
}

/** Returns true if a record can lack a value for `field`. */
export function canBeEmpty(entity: Entity, field: string): boolean {
  return specOf(entity, field).always !== true;
}

/** Returns true if a field holds texts, which only the upstream can compare: its collation decides. */
export function isText(entity: Entity, field: string): boolean {
  const kind = kindOf(entity, field);
  return kind === 'text' || kind === 'longText' || kind === 'code';
}

/** Returns true if a field holds moments or days. */
export function isTime(entity: Entity, field: string): boolean {
  const kind = kindOf(entity, field);
  return kind === 'datetime' || kind === 'date';
}

/**
 * Returns true if a page selects each field that it has conditions on, to see that they were heeded: times, on which they
 * were seen to be ignored (contract §11.14), and custom fields, of which little is documented.
 */
export function isShown(entity: Entity, field: string): boolean {
  return isTime(entity, field) || specOf(entity, field).custom === true;
}

/** Returns true if a record can have several values of a field, any one of which may meet a condition. */
export function hasSeveral(entity: Entity, field: string): boolean {
  const kind = kindOf(entity, field);
  return kind === 'multifield' || kind === 'list';
}

/**
 * Returns true if 0 is a value of a field, which the upstream's empty value finds all the same (contract §11.6): only
 * an order tells the two apart, since records without a value stand at one end of it.
 */
export function emptyFindsZero(entity: Entity, field: string): boolean {
  const kind = kindOf(entity, field);
  return kind === 'number' || kind === 'flag';
}

/** Returns true if two values of a field can be compared without the upstream: numbers and times, but no texts. */
export function isComparable(entity: Entity, field: string): boolean {
  const kind = kindOf(entity, field);
  return kind === 'id' || kind === 'link' || kind === 'number' || kind === 'flag' || isTime(entity, field);
}

/**
 * Returns the value of one field, in whichever of the documented forms the upstream sent it (contract §1, §2).
 * @throws UpstreamError `bad_response` if it has none of them; the message names the field, never the value
 */
export function readField<T extends FieldTable, F extends FieldOf<T>>(
  entity: Entity<T>,
  row: UpstreamRow,
  field: F,
): FieldValue<T, F> {
  const { kind, custom } = specOf(entity, field);
  const decode: (value: unknown) => unknown = decoders[kind];
  const value = custom ? valueIn(entity, row.raw, field) : memberOfRow(row, field);
  // A full object can carry its phones and e-mails in `fm` alone (contract §2, `GET /v1/contacts/:id`).
  const found = kind === 'multifield' ? (value ?? fmOf(row.raw, field)) : value;
  return decoded(entity.singular, field, found, decode) as FieldValue<T, F>;
}

/** Returns the value of a field as it came: a custom field can come under the other one of its names (contract §2, "UF"). */
export function valueIn(entity: Entity, raw: UpstreamRow['raw'], field: string): unknown {
  const value = raw[field];
  return value === undefined && specOf(entity, field).custom ? raw[otherNameIn(raw, field) ?? field] : value;
}

/** Returns the value of a field as a row shows it; `undefined` if it does not. Of most fields, the rows are not parsed for it. */
export function shownValue(entity: Entity, row: UpstreamRow, field: string): unknown {
  const { kind, custom } = specOf(entity, field);
  if (kind === 'id') return row.id;
  return custom ? valueIn(entity, row.raw, field) : memberOfRow(row, field);
}

/** Returns the description of a field. @throws TypeError for a field that the entity lacks */
export function specOf({ name, fields }: Entity, field: string): FieldSpec {
  const spec = fields[field];
  if (!spec) throw new TypeError(`There is no field "${field}" of ${name}.`);
  return spec;
}
