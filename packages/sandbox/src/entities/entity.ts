import type { Field } from '../fields/field.ts';
import { fieldMember, type Member } from '../fields/render.ts';
import type { RowTest } from '../store/column.ts';
import type { Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';

/** Shape of a row: that of lists and searches, or that of GET …/:id (contract §2). */
export type RowShape = 'list' | 'get';

/** Kind of record: its fields, its rows, and their form in the API. */
export interface Entity {
  /** Plural name in paths and batch calls. */
  readonly name: string;
  readonly scope: string;
  readonly fields: readonly Field[];
  /** Error code of a missing record; that of statuses differs (contract §7). */
  readonly missing: 'ENTITY_NOT_FOUND' | 'NOT_FOUND';
  readonly includes: readonly string[];
  /** Shape of GET …/fields, if it differs from that of contacts (contract §2). */
  readonly fieldsShape?: 'flat' | 'upper';
  readonly table: Table;
  /** Returns all members of a row, by name, in the order of the response. */
  members(shape: RowShape, switches: Switches): ReadonlyMap<string, Member>;
  /** Returns the name of a member in responses, if it differs. */
  readonly outputName?: (name: string, switches: Switches) => string;
  /** Returns a test of the rows that the user may read; null for all. */
  visibleTo(userId: number): RowTest | null;
}

/** Returns a look-up of the fields to filter and sort by: those of GET …/fields (list-contacts.txt, "Parameters"). */
export function listedField(entity: Entity): (name: string) => Field | undefined {
  return (name) => listedByName(entity).get(name);
}

const listed = new WeakMap<Entity, ReadonlyMap<string, Field>>();

function listedByName(entity: Entity): ReadonlyMap<string, Field> {
  return listed.getOrInsertComputed(
    entity,
    ({ fields }) => new Map(fields.filter((field) => field.listed !== false).map((field) => [field.name, field])),
  );
}

/** Makes the members of an entity whose rows have stored fields only. */
export function storedMembers(table: Table, fields: readonly Field[], switches: Switches): Map<string, Member> {
  return new Map(fields.map((field) => [field.name, fieldMember(table, field, switches)]));
}
