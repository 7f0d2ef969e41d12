import type { Field } from '../fields/field.ts';
import { fieldMember, type Member } from '../fields/render.ts';
import type { RowTest } from '../store/column.ts';
import type { Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';

/** What a row looks like on: a list or search, or GET …/:id, which ignores `select` (contract §2). */
export type RowShape = 'list' | 'get';

/** One kind of record: its fields and rows, and what the API makes of them. */
export interface Entity {
  /** The plural name in paths and batch calls. */
  readonly name: string;
  readonly scope: string;
  readonly fields: readonly Field[];
  /** The code of a missing record: statuses have their own (contract §7). */
  readonly missing: 'ENTITY_NOT_FOUND' | 'NOT_FOUND';
  readonly includes: readonly string[];
  /** How GET …/fields describes them, where it differs from contacts (contract §2). */
  readonly fieldsShape?: 'flat' | 'upper';
  readonly table: Table;
  /** All members of a row in a shape, by name, in the order of the answer. */
  members(shape: RowShape, switches: Switches): ReadonlyMap<string, Member>;
  /** The name under which a member is written, where it is another. */
  readonly outputName?: (name: string, switches: Switches) => string;
  /** Which rows this user may read; null for all. */
  visibleTo(userId: number): RowTest | null;
}

/** The field of this name that may be filtered by: those of GET …/fields (list-contacts.txt, "Parameters"). */
export function listedField(entity: Entity): (name: string) => Field | undefined {
  return (name) => listedByName(entity).get(name);
}

const listed = new WeakMap<Entity, ReadonlyMap<string, Field>>();

function listedByName(entity: Entity): ReadonlyMap<string, Field> {
  let fields = listed.get(entity);
  if (fields === undefined) {
    fields = new Map(entity.fields.filter((field) => field.listed !== false).map((field) => [field.name, field]));
    listed.set(entity, fields);
  }
  return fields;
}

/** Members for entities whose rows are their stored fields and nothing else. */
export function storedMembers(table: Table, fields: readonly Field[], switches: Switches): Map<string, Member> {
  return new Map(fields.map((field) => [field.name, fieldMember(table, field, switches)]));
}
