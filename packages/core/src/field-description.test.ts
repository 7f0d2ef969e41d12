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
    [{ fields: { name: { type: 5n } } }],
    [{ fields: { name: { title: { ru: 'x' } } } }],
    [{ fields: { name: { isRequired: 'maybe' } } }],
  ])('%o', (data) => {
    expect(() => toFieldDescriptions(data)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  });
});
