import { newContactCells } from './entities/new-contact.ts';
import { rowWriter } from './entities/row-writer.ts';
import { contactFields } from './fields/contact-fields.ts';
import { parseInstant } from './fields/instant.ts';
import { packMultifields, unpackMultifields } from './fields/multifields.ts';
import type { BeforeRead } from './native-read.ts';
import type { SandboxState } from './state.ts';
import type { Cell } from './store/column.ts';
import { MULTIFIELDS } from './store/table.ts';

/** Members of a contact by the upstream's names; dates as ISO 8601 or milliseconds since 1970. */
export type ContactInput = Readonly<Record<string, string | number | boolean | null>>;

/** Access to the contacts without a request: nothing is recorded or limited. */
export interface ContactsControl {
  /** Number of contacts. */
  readonly size: number;
  /** Adds a contact and returns its id, which is greater than all others. */
  create(members: ContactInput): number;
  /** Changes members. Returns false if the contact does not exist. */
  update(id: number, members: ContactInput): boolean;
  /** Returns false if the contact does not exist. */
  delete(id: number): boolean;
  /** Returns all contacts in the order of ids, as a list shows them. */
  rows(): Record<string, unknown>[];
  /** Calls `hook` before each native read of up to 50 rows, also of other entities. Returns a function that removes it. */
  beforeRead(hook: BeforeRead): () => void;
}

/** Makes the access. It reads the current data after a reset too. */
export function controlContacts(state: SandboxState, hooks: Set<BeforeRead>): ContactsControl {
  const table = () => state.data.contacts.table;
  return {
    get size() {
      return table().size;
    },
    create(members) {
      const id = table().lastId + 1;
      table().insert(id, { ...newContactCells(state.clock.now(), 1), ...cells(members, id, null) });
      return id;
    },
    update(id, members) {
      const row = table().rowOf(id);
      if (row === null) return false;
      table().update(row, { updatedTime: state.clock.now(), ...cells(members, id, table().get(row, MULTIFIELDS)) });
      return true;
    },
    delete(id) {
      const row = table().rowOf(id);
      if (row !== null) table().delete(row);
      return row !== null;
    },
    rows() {
      const { contacts } = state.data;
      const write = rowWriter(contacts, 'list', null, state.switches);
      const index = contacts.table.index([]);
      return Array.from(index.rows().subarray(0, index.size()), write);
    },
    beforeRead(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
  };
}

/** Returns the cells of the members. A phone or e-mail replaces all of its kind. */
function cells(members: ContactInput, id: number, packed: Cell): Record<string, Cell> {
  const result: Record<string, Cell> = {};
  let multifields = unpackMultifields(packed);
  let touched = false;
  for (const [name, value] of Object.entries(members)) {
    if (name === 'phone' || name === 'email') {
      const typeId = name === 'phone' ? 'PHONE' : 'EMAIL';
      multifields = multifields.filter((entry) => entry.typeId !== typeId);
      if (value !== null && value !== '') {
        multifields.push({ id: id * 6 - 1 + multifields.length, typeId, valueType: 'WORK', value: String(value) });
      }
      touched = true;
    } else result[name] = cellOf(name, value);
  }
  if (touched) result[MULTIFIELDS] = packMultifields(multifields);
  return result;
}

/** @throws RangeError for an unknown member or an invalid date, which must not pass for an empty value */
function cellOf(name: string, value: string | number | boolean | null): Cell {
  const field = contactFields.find((candidate) => candidate.name === name);
  if (field === undefined || name === 'id') throw new RangeError(`contacts have no member ${name} to set`);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || (field.kind !== 'datetime' && field.kind !== 'date')) return value;
  const instant = parseInstant(value);
  if (instant === null) throw new RangeError(`${name} must be an ISO 8601 date (got ${value})`);
  return instant;
}
