import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanList } from './scan-list.ts';

const names = ['name', 'phone', 'ufCrm_1', 'fm', 'opened'] as const;
const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const nested = fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.dictionary(fc.string(), value, { maxKeys: 3 }));
const row = fc
  .tuple(fc.integer({ min: 1 }), fc.boolean(), fc.tuple(nested, value, value, nested, value), fc.subarray([...names]))
  .map(([id, isText, values, kept]) => ({
    id: isText ? String(id) : id,
    ...Object.fromEntries(names.flatMap((name, index) => (kept.includes(name) ? [[name, values[index]]] : []))),
  }));
/** Long enough to be looked at as text. */
const meta = { hasMore: false, note: '-'.repeat(600) };

function answerOf(data: string): Buffer {
  return Buffer.from(`{"success":true,"data":${data},"meta":${JSON.stringify(meta)}}`);
}

test('the rows found in a text equal those of JSON.parse', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      const scanned = scanList(answerOf(JSON.stringify(rows)));
      expect(scanned?.rows.map(({ raw }) => raw)).toEqual(JSON.parse(JSON.stringify(rows)));
      expect(scanned?.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => Number(id)));
      expect(scanned?.envelope).toEqual({ success: true, data: [], meta });
    }),
  );
});

test('a text that is no list of rows with ids, or no JSON, is left to JSON.parse', () => {
  const left = [
    '{}',
    'null',
    '[{"id":1},]',
    '[{"id":0}]',
    '[{"id":"x"}]',
    '[{"id":1.5}]',
    '[{"id":-1}]',
    '[{"id":1,"id":2}]',
    '[{"id":12345678901234567}]',
    '[{"name":"a","id":1}]',
    '[{"id":1,"a b":1}]',
    '[{"id":1,"n\\u0061me":1}]',
    '[{"id":1} ]',
    '[{"id":1,"name":"a\nb"}]',
    String.raw`[{"id":1,"name":"\x"}]`,
    '[{"id":1,"name":01}]',
    '[{"id":1,"name":nul}]',
    '[{"id":1,"name":[1,]}]',
    '[{"id":1,"name":[[[[1]]]]}]',
    '[{"id":1}{"id":2}]',
    '[{"id":1}',
    '[1]',
  ];
  expect(left.filter((data) => scanList(answerOf(data)) !== undefined)).toEqual([]);
  expect(scanList(answerOf('[{"id":1}],"data":[]'))).toBeUndefined();
  expect(scanList(Buffer.concat([answerOf('[{"id":1}]'), Buffer.from(']')]))).toBeUndefined();
});

test('an empty list is found', () => {
  expect(scanList(answerOf('[]'))?.rows).toEqual([]);
});

test('a list of rows with too many shapes is left to JSON.parse', () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, [`ufCrm_${index}`]: 1 }));
  expect(scanList(answerOf(JSON.stringify(rows)))).toBeUndefined();
});
