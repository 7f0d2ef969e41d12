import { describe, expect, test } from 'vitest';
import { type ContactField } from './contact-fields.ts';
import { contacts, toContactRow } from './contact.ts';
import { readField } from './entity.ts';

const read = (field: ContactField, raw: Readonly<Record<string, unknown>>): unknown =>
  readField(contacts, { id: 17, raw }, field);

describe('forms in which a value comes (contract §1, §2)', () => {
  test.each<[string, ContactField, unknown, unknown]>([
    ['a text', 'name', 'Ivan', 'Ivan'],
    ['a text that is null', 'name', null, null],
    ['a text that is empty', 'name', '', null],
    ['a text that is a space', 'name', ' ', ' '],
    ['a text that came as a number', 'post', 7, '7'],
    ['a text that is missing', 'name', undefined, null],
    ['a link', 'companyId', 15, 15],
    ['a link as text', 'companyId', '15', 15],
    ['a link that is 0', 'companyId', 0, null],
    ['a link that is 0 as text', 'companyId', '0', null],
    ['a link that is null', 'companyId', null, null],
    ['a link that is empty', 'companyId', '', null],
    ['true', 'opened', true, true],
    ['false', 'opened', false, false],
    ['Y', 'opened', 'Y', true],
    ['N', 'opened', 'N', false],
    ['1', 'export', 1, true],
    ['0', 'export', 0, false],
    ['"1"', 'export', '1', true],
    ['"0"', 'export', '0', false],
    ['a boolean that is missing', 'export', undefined, null],
    ['a time with an offset', 'createdTime', '2020-05-08T10:48:20+03:00', '2020-05-08T10:48:20+03:00'],
    ['a time in UTC with milliseconds', 'createdTime', '2020-05-08T07:48:20.000Z', '2020-05-08T07:48:20.000Z'],
    ['a time that is missing', 'updatedTime', null, null],
    ['a code', 'sourceId', 'EMAIL', 'EMAIL'],
    ['a code of digits', 'sourceId', 5, '5'],
    ['a phone', 'phone', '74955553546', '74955553546'],
    ['a phone as a number', 'phone', 74_955_553_546, '74955553546'],
    ['a native multifield', 'email', [{ VALUE: 'a@b.ru', VALUE_TYPE: 'WORK' }, { VALUE: 'c@d.ru' }], 'a@b.ru'],
    ['a multifield of objects', 'email', [{ value: 'a@b.ru' }], 'a@b.ru'],
    ['a multifield of texts', 'phone', ['1', '2'], '1'],
    ['a multifield that is empty', 'phone', [], null],
    ['a multifield with a blank', 'phone', [{ VALUE: '' }], null],
  ])('%s', (_, field, value, expected) => {
    expect(read(field, { [field]: value })).toBe(expected);
  });

  test('a full object has the first phone and e-mail in fm', () => {
    const raw = {
      PHONE: null,
      phone: null,
      fm: [
        { id: 101, typeId: 'WEB', valueType: 'WORK', value: 'b.ru' },
        { id: 102, typeId: 'PHONE', valueType: 'WORK', value: '74955553546' },
        { id: 103, typeId: 'PHONE', valueType: 'HOME', value: '2' },
      ],
    };
    expect(read('phone', raw)).toBe('74955553546');
    expect(read('email', raw)).toBeNull();
  });

  test('a flat value takes precedence over fm', () => {
    expect(read('phone', { phone: '1', fm: [{ typeId: 'PHONE', value: '2' }] })).toBe('1');
  });
});

describe('anything else is an error that names the field and not the value', () => {
  test.each<[ContactField, unknown]>([
    ['name', { secret: 1 }],
    ['name', true],
    ['companyId', 1.5],
    ['companyId', 'secret'],
    ['companyId', '12345678901234567890'],
    ['opened', 'secret'],
    ['opened', 2],
    ['createdTime', 'secret'],
    ['createdTime', 1_700_000_000],
    ['phone', [{ VALUE: { secret: 1 } }]],
    ['email', { secret: 1 }],
    ['phone', [{ secret: 1 }]],
  ])('%s: %j', (field, value) => {
    expect(() => read(field, { [field]: value })).toThrow(expect.objectContaining({ code: 'bad_response' }));
    expect(() => read(field, { [field]: value })).toThrow(`"${field}"`);
    expect(() => read(field, { [field]: value })).not.toThrow('secret');
  });
});

test('phones in an fm of an unknown form are an error, too', () => {
  expect(() => read('phone', { phone: null, fm: 'secret' })).toThrow(expect.objectContaining({ code: 'bad_response' }));
});

test('members of the prototype are not fields', () => {
  expect(read('name', JSON.parse('{"__proto__":{"name":"x"}}') as Record<string, unknown>)).toBeNull();
});

describe('a row', () => {
  test('a row has a positive integer as its id, as a number or digits', () => {
    expect(toContactRow({ id: 17, name: 'Ivan' })).toEqual({ id: 17, raw: { id: 17, name: 'Ivan' } });
    expect(toContactRow({ id: '17' }).id).toBe(17);
  });

  test.each([null, undefined, 'x', 17, [], {}, { id: null }, { id: 0 }, { id: -1 }, { id: 1.5 }, { id: 'x' }])(
    'is not %j',
    (element) => {
      expect(() => toContactRow(element)).toThrow(expect.objectContaining({ code: 'bad_response' }));
    },
  );
});
