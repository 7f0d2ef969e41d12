import { latinLast, latinNames } from '../data/people.ts';
import type { Field } from '../fields/field.ts';
import { caseInsensitive } from '../store/collation.ts';
import { Table } from '../store/table.ts';
import { type Entity, storedMembers } from './entity.ts';

/** Fields of users (contract §7, "Users"). */
export const userFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'name', kind: 'string', title: 'First name' },
  { name: 'lastName', kind: 'string', title: 'Last name' },
  { name: 'email', kind: 'string', title: 'E-mail' },
  { name: 'active', kind: 'boolean', title: 'Active' },
  { name: 'workPosition', kind: 'string', title: 'Position' },
  { name: 'departmentId', kind: 'list', title: 'Departments', multiple: true },
  { name: 'personalPhone', kind: 'string', title: 'Phone' },
  { name: 'personalPhoto', kind: 'string', title: 'Photo' },
  { name: 'isAdmin', kind: 'boolean', title: 'Administrator', readOnly: true },
  { name: 'lastLogin', kind: 'datetime', title: 'Last sign-in', readOnly: true },
];

const count = 8;

/** Makes the employees of the made-up portal: ids 1 to 8, of which 8 is inactive. */
export function createUsers(): Entity {
  const table = new Table(userFields, caseInsensitive);
  for (let id = 1; id <= count; id += 1) {
    table.insert(id, {
      name: latinNames[id] ?? null,
      lastName: latinLast[id * 7] ?? null,
      email: `user${id}@sandbox.example`,
      active: id === count ? 0 : 1,
      workPosition: id === 1 ? 'Owner' : 'Manager',
      departmentId: JSON.stringify([1 + (id % 3)]),
      personalPhone: `7495555010${id}`,
      isAdmin: id === 1 ? 1 : 0,
      lastLogin: Date.UTC(2026, 0, id, 6),
    });
  }
  return {
    name: 'users',
    scope: 'user',
    fields: userFields,
    missing: 'ENTITY_NOT_FOUND',
    includes: [],
    table,
    members: (_shape, switches) => {
      const members = storedMembers(table, userFields, switches);
      // In UPPER_CASE the id is a string (contract §4, "users+get").
      if (switches.usersCasing === 'upper') members.set('id', (row) => String(table.idOf(row)));
      return members;
    },
    outputName: (name, { usersCasing }) => (usersCasing === 'upper' ? upperCase(name) : name),
    visibleTo: () => null,
  };
}

/** Converts `lastName` to `LAST_NAME`; departments have their native name. */
function upperCase(name: string): string {
  if (name === 'departmentId') return 'UF_DEPARTMENT';
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
