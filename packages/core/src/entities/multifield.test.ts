import { describe, expect, test } from 'vitest';
import { multifieldIn, multifieldOf, multifieldsAmong } from './multifield.ts';

type Raw = Readonly<Record<string, unknown>>;

const inRow = (raw: Raw) => multifieldIn({ id: 17, raw }, 'phone');
const ofObject = (raw: Raw) => multifieldOf({ id: 17, raw }, 'phone');

describe('a row that has all values', () => {
  test.each<[string, Raw, readonly object[]]>([
    ['native objects', { phone: [{ VALUE: '1', VALUE_TYPE: 'WORK' }] }, [{ value: '1', type: 'WORK' }]],
    ['objects', { phone: [{ value: '1', valueType: 'HOME' }] }, [{ value: '1', type: 'HOME' }]],
    ['blanks among them', { phone: [{ VALUE: '', VALUE_TYPE: 'WORK' }] }, []],
    ['an empty list', { phone: [] }, []],
    [
      'fm, of which each field has its kind',
      {
        phone: '2',
        fm: [
          { typeId: 'PHONE', valueType: 'WORK', value: '2' },
          { typeId: 'EMAIL', valueType: 'WORK', value: 'a@b.ru' },
          { typeId: 'PHONE', value: '3' },
        ],
      },
      [
        { value: '2', type: 'WORK' },
        { value: '3', type: null },
      ],
    ],
    ['fm without any', { phone: '', fm: [] }, []],
  ])('a row with all values has them as %s (contract §1, §2)', (_, raw, expected) => {
    expect(inRow(raw)).toEqual(expected);
    expect(ofObject(raw)).toEqual(expected);
  });
});

describe('a row that may lack some', () => {
  test.each<[string, Raw]>([
    ['a bare value', { phone: '1' }],
    ['bare values', { phone: ['1', '2'] }],
    ['objects without types', { phone: [{ VALUE: '1' }] }],
    ['nothing', { phone: '' }],
    ['no member', {}],
    ['an fm that is null', { phone: '1', fm: null }],
  ])('a row with %s may lack some values', (_, raw) => {
    expect(inRow(raw)).toBeUndefined();
    expect(multifieldsAmong({ id: 17, ...raw })).toBe('none');
  });

  test('a row without fm is complete as a full object only if its flat value is blank', () => {
    expect(ofObject({ phone: '' })).toEqual([]);
    expect(ofObject({ phone: null })).toEqual([]);
    for (const raw of [{ phone: '1' }, {}, { phone: ['1'] }])
      expect(() => ofObject(raw)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  });
});

test.each<[string, Raw, ReturnType<typeof multifieldsAmong>]>([
  ['fm', { fm: [] }, 'all'],
  ['typed lists of both', { phone: [], email: [{ VALUE: 'a@b.ru', VALUE_TYPE: 'WORK' }] }, 'phones and e-mails'],
  ['a typed list of one', { phone: [], email: 'a@b.ru' }, 'none'],
])('rows with %s are known by it', (_, raw, expected) => {
  expect(multifieldsAmong({ id: 17, ...raw })).toBe(expected);
});

test.each<[string, Raw]>([
  ['a value that is none', { phone: [{ VALUE: { secret: 1 }, VALUE_TYPE: 'WORK' }] }],
  ['an object without a value', { phone: [{ number: 'secret', valueType: 'WORK' }] }],
  ['an fm that is no list', { phone: '1', fm: 'secret' }],
  ['an fm of something else', { phone: '1', fm: ['secret'] }],
  ['an fm without kinds', { phone: '1', fm: [{ value: 'secret' }] }],
  ['a value of fm that is none', { phone: '1', fm: [{ typeId: 'PHONE', value: ['secret'] }] }],
])('%s is an error, not a missing value', (_, raw) => {
  expect(() => inRow(raw)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  expect(() => inRow(raw)).not.toThrow('secret');
});

describe('web addresses and messengers, which have no flat member', () => {
  const web = (raw: Raw) => multifieldIn({ id: 17, raw }, 'web');
  const ofWhole = (raw: Raw) => multifieldOf({ id: 17, raw }, 'web');
  const typed = [{ VALUE: '1', VALUE_TYPE: 'WORK' }];

  test.each<[string, Raw, readonly object[] | undefined]>([
    ['fm', { fm: [{ typeId: 'WEB', valueType: 'WORK', value: 'a.example' }] }, [{ value: 'a.example', type: 'WORK' }]],
    ['fm without any', { phone: '1', fm: [{ typeId: 'PHONE', value: '1' }] }, []],
    ['typed lists of the others', { phone: typed, email: [] }, undefined],
    ['a typed list', { web: [{ VALUE: 'a.example', VALUE_TYPE: 'WORK' }] }, [{ value: 'a.example', type: 'WORK' }]],
    ['flat values of the others', { phone: '1', email: '' }, undefined],
    ['no member at all', {}, undefined],
  ])('web addresses come from %s, or are unknown', (_, raw, expected) => {
    expect(web(raw)).toEqual(expected);
  });

  test('a full object without fm, phones and e-mails has no web addresses', () => {
    expect(ofWhole({ phone: '', email: null })).toEqual([]);
    for (const raw of [{ phone: '1', email: '' }, { phone: '' }, {}])
      expect(() => ofWhole(raw)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  });
});
