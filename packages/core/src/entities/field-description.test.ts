import { describe, expect, test } from 'vitest';
import { toFieldDescriptions } from './field-description.ts';

const plain = { isRequired: false, isReadOnly: false, isMultiple: false, items: [] };

test('fields are described in `fields`, or in the data itself', () => {
  const fields = { id: { type: 'integer', isReadOnly: true, title: 'ID' }, name: {} };
  const expected = [
    { ...plain, name: 'id', type: 'integer', title: 'ID', isReadOnly: true },
    { ...plain, name: 'name', type: 'string', title: null },
  ];
  expect(toFieldDescriptions({ fields, include: ['company'] })).toEqual(expected);
  expect(toFieldDescriptions(fields)).toEqual(expected);
});

test.each([
  ['read-only in the words of requisites', { readonly: true }, { isReadOnly: true }],
  ['with booleans in the native form', { isRequired: 'Y', multiple: 'N' }, { isRequired: true, isMultiple: false }],
  [
    'with items',
    { items: [{ id: 1, value: 'One' }, { ID: '2', VALUE: 'Two' }, { name: 'of another form' }, 'x'] },
    {
      items: [
        { id: '1', value: 'One' },
        { id: '2', value: 'Two' },
      ],
    },
  ],
])('a field %s', (_, field, expected) => {
  expect(toFieldDescriptions({ fields: { ufCrm_1: field } })).toMatchObject([expected]);
});

describe('no field list is', () => {
  test.each([
    [null],
    [undefined],
    [[]],
    ['oops'],
    [{}],
    [{ fields: null }],
    [{ fields: 'ab' }],
    [{ fields: [1] }],
    [{ fields: {} }],
    [{ include: ['company'] }],
    [{ fields: { name: null } }],
  ])('%o', (data) => {
    expect(() => toFieldDescriptions(data)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  });
});

describe('a member of unknown form is an error where it is read, and takes no other with it', () => {
  const good = { type: 'string', title: 'Name', isRequired: true, isReadOnly: true, isMultiple: true };

  test.each([
    ['type', 5n],
    ['title', { ru: 'x' }],
    ['isRequired', 'maybe'],
    ['isReadOnly', []],
    ['isMultiple', {}],
  ] as const)('%s', (member, value) => {
    const [odd, other] = toFieldDescriptions({ fields: { name: { ...good, [member]: value }, post: good } });
    expect(() => odd?.[member]).toThrow(expect.objectContaining({ code: 'bad_response' }));
    expect(() => odd?.[member]).toThrow(`"name.${member}"`);
    const others = (Object.keys(good) as (keyof typeof good)[]).filter((name) => name !== member);
    expect(others.map((name) => odd?.[name])).toEqual(others.map((name) => good[name]));
    expect(other).toMatchObject({ ...good, name: 'post' });
  });

  test('a field description is decoded', () => {
    const [odd, other] = toFieldDescriptions({ fields: { ufCrm_1: null, name: good } });
    expect(odd?.name).toBe('ufCrm_1');
    expect(() => odd?.type).toThrow('"ufCrm_1"');
    expect(other).toMatchObject(good);
  });

  test('however long its name is, the message repeats the beginning', () => {
    const [odd] = toFieldDescriptions({ fields: { ['x'.repeat(10_000)]: { type: [] } } });
    expect(() => odd?.type).toThrow(/^.{1,150}$/);
  });
});
