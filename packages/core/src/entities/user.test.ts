import { expect, test } from 'vitest';
import { toUser } from './user.ts';

const anna = {
  id: 7,
  name: 'Anna',
  lastName: 'Ivanova',
  email: 'a@b.ru',
  workPosition: 'Head of sales',
  active: true,
};

test.each([
  ['in camelCase', { ...anna }],
  [
    'in UPPER_CASE, with texts',
    { ID: '7', NAME: 'Anna', LAST_NAME: 'Ivanova', EMAIL: 'a@b.ru', WORK_POSITION: 'Head of sales', ACTIVE: 'Y' },
  ],
  ['with more than is kept', { ...anna, personalPhone: '1', departmentId: [1] }],
])('a user %s (contract §7)', (_, element) => expect(toUser(element)).toEqual(anna));

test('what is missing or blank is null', () => {
  const nobody = { name: null, lastName: null, email: null, workPosition: null, active: null };
  expect(toUser({ id: 7 })).toEqual({ id: 7, ...nobody });
  expect(toUser({ id: 7, name: '', lastName: null, active: '' })).toEqual({ id: 7, ...nobody });
});

test.each(['name', 'lastName', 'email', 'workPosition', 'active'] as const)(
  '%s of an unknown form is an error where it is read, and nothing else is',
  (field) => {
    const user = toUser({ ...anna, [field]: { secret: 1 } });
    expect(() => user[field]).toThrow(expect.objectContaining({ code: 'bad_response' }));
    expect(() => user[field]).toThrow(`"${field}"`);
    expect(user.id).toBe(7);
    const others = Object.keys(anna).filter((name) => name !== field) as (keyof typeof anna)[];
    expect(others.map((name) => user[name])).toEqual(others.map((name) => anna[name]));
  },
);

test.each([null, 'x', [], {}, { id: 0 }, { id: 'x' }, { id: null }])('%j is no user', (element) => {
  expect(() => toUser(element)).toThrow(expect.objectContaining({ code: 'bad_response' }));
});
