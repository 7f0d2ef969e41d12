import { expect, test } from 'vitest';
import { createContacts } from '../entities/contacts.ts';
import { contactFields } from '../fields/contact-fields.ts';
import type { Field } from '../fields/field.ts';
import { defaultSwitches } from '../switches.ts';
import { contactId, contactSeeder } from './seed-contacts.ts';

const nickname: Field = { name: 'nickname', kind: 'string', title: 'Nickname' };
const withNickname = [...contactFields.slice(0, 5), nickname, ...contactFields.slice(5)];
const ids = Array.from({ length: 200 }, (_, at) => contactId(at + 1));

test('a new field changes no value of another field', () => {
  const before = contactSeeder(1);
  const after = contactSeeder(1, withNickname);
  for (const id of ids) {
    const { nickname: _nickname, ...others } = after(id);
    expect(others).toEqual(before(id));
  }
});

test('one line in the list of fields gives a field its values, its member and its column', () => {
  const contacts = createContacts(200, 1, withNickname);
  const { table } = contacts;
  const member = contacts.members('list', defaultSwitches).get('nickname');
  const values = ids.map((id) => member?.(table.rowOf(id) ?? 0));
  expect(values.filter((value) => typeof value === 'string').length).toBeGreaterThan(30);
  expect(values).toContain(null);
  expect(table.index([{ name: 'nickname', descending: false }]).size()).toBe(200);
});

test('another seed makes other values in every field that has some', () => {
  const [one, two] = [contactSeeder(1), contactSeeder(2)];
  const named = contactFields.filter(({ name }) => ids.some((id) => (one(id)[name] ?? '') !== ''));
  expect(named.length).toBeGreaterThan(30);
  for (const { name } of named) expect(ids.map((id) => one(id)[name])).not.toEqual(ids.map((id) => two(id)[name]));
});
