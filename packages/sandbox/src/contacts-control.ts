import { rowWriter } from './entities/row-writer.ts';
import { contactFields } from './fields/contact-fields.ts';
import { parseInstant } from './fields/instant.ts';
import { packMultifields, unpackMultifields } from './fields/multifields.ts';
import type { BeforeRead } from './native-read.ts';
import type { Services } from './services.ts';
import type { Cell } from './store/column.ts';
import { MULTIFIELDS } from './store/table.ts';

/** Members of a contact by the upstream's names; dates as ISO text or milliseconds. */
export type ContactInput = Readonly<Record<string, string | number | boolean | null>>;

/** The contacts in process: no request is made, recorded or limited. */
export interface ContactsControl {
  /** How many there are. */
  readonly size: number;
  /** Adds a contact and gives its id, which is greater than all before. */
  create(members: ContactInput): number;
  /** Changes members; false when there is no such contact. */
  update(id: number, members: ContactInput): boolean;
  /** False when there is no such contact. */
  delete(id: number): boolean;
  /** Every contact by id, as a list shows it. */
  rows(): Record<string, unknown>[];
  /** Calls back before each native read of up to 50 rows, also of other entities; gives the way to stop it. */
  beforeRead(hook: BeforeRead): () => void;
}

/** Makes the control; it follows a reset. */
export function controlContacts(services: Services, hooks: Set<BeforeRead>): ContactsControl {
  const table = () => services.data.contacts.table;
  return {
    get size() {
      return table().size;
    },
    create(members) {
      const now = services.clock.now();
      const id = table().lastId + 1;
      const base = {
        createdTime: now,
        updatedTime: now,
        createdBy: 1,
        updatedBy: 1,
        assignedById: 1,
        opened: 1,
        export: 1,
      };
      table().insert(id, { ...base, ...cells(members, id, null) });
      return id;
    },
    update(id, members) {
      const row = table().rowOf(id);
      if (row === null) return false;
      table().update(row, { updatedTime: services.clock.now(), ...cells(members, id, table().get(row, MULTIFIELDS)) });
      return true;
    },
    delete(id) {
      const row = table().rowOf(id);
      if (row !== null) table().delete(row);
      return row !== null;
    },
    rows() {
      const { contacts } = services.data;
      const write = rowWriter(contacts, 'list', null, services.switches);
      const index = contacts.table.index([]);
      return Array.from(index.rows().subarray(0, index.size()), write);
    },
    beforeRead(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
  };
}

/** Cells of the members; a phone or e-mail takes the place of all of its kind. */
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

/** A wrong name or date in a test should not pass for a blank. */
function cellOf(name: string, value: string | number | boolean | null): Cell {
  const field = contactFields.find((candidate) => candidate.name === name);
  if (field === undefined || name === 'id') throw new RangeError(`contacts have no member ${name} to set`);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || (field.kind !== 'datetime' && field.kind !== 'date')) return value;
  const instant = parseInstant(value);
  if (instant === null) throw new RangeError(`${name} is no ISO 8601 date: ${value}`);
  return instant;
}
