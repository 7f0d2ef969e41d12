import { contactId, contactSeeder } from '../data/seed-contacts.ts';
import { contactFields } from '../fields/contact-fields.ts';
import type { Field } from '../fields/field.ts';
import { firstMultifield, type MultifieldType, unpackMultifields } from '../fields/multifields.ts';
import { fieldMember, type Member } from '../fields/render.ts';
import { caseInsensitive } from '../store/collation.ts';
import { MULTIFIELDS, Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import type { Entity, RowShape } from './entity.ts';
import { unselectable } from './row-writer.ts';
import { multifieldMember } from './multifield-member.ts';

type Members = ReadonlyMap<string, Member>;

/** Makes the contacts of the made-up portal. */
export function createContacts(count: number, seed: number, fields = contactFields): Entity {
  const table = new Table(fields, caseInsensitive);
  const seedContact = contactSeeder(seed, fields);
  for (let n = 1; n <= count; n += 1) {
    const id = contactId(n);
    table.insert(id, seedContact(id));
  }
  // Cached by the switches: each change of them makes a new object.
  const membersBySwitches = { list: new WeakMap<Switches, Members>(), get: new WeakMap<Switches, Members>() };
  return {
    name: 'contacts',
    scope: 'crm',
    fields,
    missing: 'ENTITY_NOT_FOUND',
    includes: ['company', 'requisite'],
    table,
    members(shape, switches) {
      const known = membersBySwitches[shape].get(switches);
      if (known !== undefined) return known;
      const members = contactMembers(table, fields, shape, switches);
      membersBySwitches[shape].set(switches, members);
      return members;
    },
    visibleTo(userId) {
      // User 1 is the administrator. Others read the contacts that are open to everyone, and their own.
      if (userId === 1) return null;
      const opened = table.column('opened');
      const assignedById = table.column('assignedById');
      return (row) => opened.key(row) === 1 || assignedById.key(row) === userId;
    },
  };
}

/** Makes the members of the full object (contract §2, GET /v1/contacts/:id), in its order. */
function contactMembers(table: Table, fields: readonly Field[], shape: RowShape, switches: Switches): Members {
  const members = new Map<string, Member>();
  const stored = new Map(fields.map((field) => [field.name, field]));
  const column = table.column(MULTIFIELDS);
  const packed = (row: number) => column.get(row);
  const has = (typeId: MultifieldType) => (row: number) => (firstMultifield(packed(row), typeId) === '' ? 'N' : 'Y');

  members.set('companyIds', (row) => {
    const companyId = table.get(row, 'companyId');
    return companyId === null || companyId === 0 ? [] : [companyId];
  });
  members.set('categoryId', () => 0);
  members.set('photo', () => null);
  members.set('hasPhone', has('PHONE'));
  members.set('hasEmail', has('EMAIL'));
  members.set('hasImol', () => 'N');
  for (const [name, typeId, valueType] of aliases) {
    members.set(name, (row) => firstMultifield(packed(row), typeId, valueType));
  }
  const byId = shape === 'get' || switches.phoneShape === 'get';
  if (byId) {
    members.set('PHONE', () => null);
    members.set('EMAIL', () => null);
  }
  // Rows of a list have it if all members are selected (contract §11.9).
  if (byId || switches.fmInLists) members.set(unselectable, (row) => unpackMultifields(packed(row)));
  members.set('observers', () => []);
  for (const name of ['Source', 'Medium', 'Campaign', 'Content', 'Term']) members.set(`utm${name}`, () => null);
  members.set('entityTypeId', () => 3);
  for (const [name, typeId] of [['phone', 'PHONE'] as const, ['email', 'EMAIL'] as const]) {
    stored.delete(name);
    members.set(name, multifieldMember(table, typeId, byId ? 'string' : switches.phoneShape, switches));
  }
  return new Map([
    ...[...stored.values()].map((field) => [field.name, fieldMember(table, field, switches)] as const),
    ...members,
  ]);
}

const aliases: readonly (readonly [name: string, typeId: MultifieldType, valueType?: string])[] = [
  ['phoneMobile', 'PHONE', 'MOBILE'],
  ['phoneWork', 'PHONE', 'WORK'],
  ['phoneMailing', 'PHONE', 'MAILING'],
  ['emailHome', 'EMAIL', 'HOME'],
  ['emailWork', 'EMAIL', 'WORK'],
  ['emailMailing', 'EMAIL', 'MAILING'],
  ['imol', 'IM'],
];
