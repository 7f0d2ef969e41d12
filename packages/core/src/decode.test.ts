import { expect, test } from 'vitest';
import { readMultifield } from './decode.ts';

const read = (raw: Readonly<Record<string, unknown>>) => readMultifield({ id: 17, raw }, 'phone');

test.each([
  ['a bare value', { phone: '1' }, [{ value: '1', type: null }]],
  [
    'bare values',
    { phone: ['1', 2] },
    [
      { value: '1', type: null },
      { value: '2', type: null },
    ],
  ],
  ['native objects', { phone: [{ VALUE: '1', VALUE_TYPE: 'WORK' }] }, [{ value: '1', type: 'WORK' }]],
  ['objects', { phone: [{ value: '1', valueType: 'HOME' }] }, [{ value: '1', type: 'HOME' }]],
  ['blanks', { phone: ['', null, { VALUE: '' }, { value: null }, '1'] }, [{ value: '1', type: null }]],
  ['nothing', { phone: '' }, []],
  ['no member', {}, []],
  ['an empty list', { phone: [] }, []],
  [
    'a full object, which has them in fm',
    {
      phone: '1',
      fm: [
        { typeId: 'PHONE', valueType: 'WORK', value: '2' },
        { typeId: 'EMAIL', value: 'a@b.ru' },
      ],
    },
    [{ value: '2', type: 'WORK' }],
  ],
  ['a full object without any', { phone: '', fm: [] }, []],
])('values of %s (contract §1, §2)', (_, raw, expected) => expect(read(raw)).toEqual(expected));

test.each([
  ['a value that is none', { phone: [{ VALUE: { secret: 1 } }, { VALUE: '1' }] }],
  ['an object without a value', { phone: [{ number: 'secret' }] }],
  ['an object instead of a list', { phone: { secret: '1' } }],
  ['a boolean', { phone: true }],
  ['an fm that is no list', { phone: '1', fm: 'secret' }],
  ['an fm of something else', { phone: '1', fm: ['secret'] }],
  ['an fm without kinds', { phone: '1', fm: [{ value: 'secret' }] }],
  ['a value of fm that is none', { phone: '1', fm: [{ typeId: 'PHONE', value: ['secret'] }] }],
])('%s is an error, not a value less', (_, raw) => {
  expect(() => read(raw)).toThrow(expect.objectContaining({ code: 'bad_response' }));
  expect(() => read(raw)).not.toThrow('secret');
});
