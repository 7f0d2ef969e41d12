import { expect, test } from 'vitest';
import { readField } from './entity.ts';
import { users } from './user.ts';

const anna = {
  id: 7,
  name: 'Anna',
  lastName: 'Ivanova',
  email: 'a@b.ru',
  workPosition: 'Head of sales',
  active: true,
};
type Member = keyof typeof anna;
const members = Object.keys(anna) as readonly Member[];

/** A user with its members decoded. */
function shown(element: unknown) {
  const row = users.toRow(element);
  return Object.fromEntries(members.map((name) => [name, readField(users, row, name)]));
}

test.each([
  ['in camelCase', { ...anna }],
  [
    'in UPPER_CASE, with texts',
    { ID: '7', NAME: 'Anna', LAST_NAME: 'Ivanova', EMAIL: 'a@b.ru', WORK_POSITION: 'Head of sales', ACTIVE: 'Y' },
  ],
  ['with more than is kept', { ...anna, personalBirthday: '1', departmentId: [1] }],
])('a user %s (contract §7)', (_, element) => expect(shown(element)).toEqual(anna));

test('missing and blank members of a user are null', () => {
  const withoutValues = { name: null, lastName: null, email: null, workPosition: null, active: null };
  expect(shown({ id: 7 })).toEqual({ id: 7, ...withoutValues });
  expect(shown({ id: 7, name: '', lastName: null, active: '' })).toEqual({ id: 7, ...withoutValues });
});

test.each(['name', 'lastName', 'email', 'workPosition', 'active'] as const)(
  '%s of an unknown form is an error where it is read, and nothing else is',
  (field) => {
    const user = users.toRow({ ...anna, [field]: { secret: 1 } });
    expect(() => readField(users, user, field)).toThrow(expect.objectContaining({ code: 'bad_response' }));
    expect(() => readField(users, user, field)).toThrow(`"${field}"`);
    expect(user.id).toBe(7);
    const others = members.filter((name) => name !== field);
    expect(others.map((name) => readField(users, user, name))).toEqual(others.map((name) => anna[name]));
  },
);

test.each([null, 'x', [], {}, { id: 0 }, { id: 'x' }, { id: null }])('%j is no user', (element) => {
  expect(() => users.toRow(element)).toThrow(expect.objectContaining({ code: 'bad_response' }));
});

test('members that are not in the table are dropped, since users are kept in memory', () => {
  const row = users.toRow({ ...anna, personalBirthday: '1980-01-01', UF_DEPARTMENT: [1] });
  expect(Object.keys(row.raw).toSorted()).toEqual(members.toSorted());
});
