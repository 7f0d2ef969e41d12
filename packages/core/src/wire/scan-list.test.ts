import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactFields } from '../entities/contact-fields.ts';
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
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(undefined, contactFields),
      (rows, fields) => {
        const scanned = scanList([answerOf(JSON.stringify(rows))], fields);
        expect(scanned?.rows.map(({ raw }) => raw)).toEqual(JSON.parse(JSON.stringify(rows)));
        expect(scanned?.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => Number(id)));
        expect(scanned?.envelope).toEqual({ success: true, data: [], meta });
      },
    ),
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
  expect(left.filter((data) => scanList([answerOf(data)]) !== undefined)).toEqual([]);
  expect(scanList([answerOf('[{"id":1}],"data":[]')])).toBeUndefined();
  expect(scanList([answerOf('[{"id":1}]'), Buffer.from(']')])).toBeUndefined();
});

test('an empty list is found', () => {
  expect(scanList([answerOf('[]')])?.rows).toEqual([]);
});

test('a list of rows with too many shapes is left to JSON.parse', () => {
  const rows = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, [`ufCrm_${index}`]: 1 }));
  expect(scanList([answerOf(JSON.stringify(rows))])).toBeUndefined();
});

/** Longer than a part together, with texts that look like the end of a row. */
const longRow = row.map((each) => ({ ...each, comments: `},{"id":1,"${'ж😀\\"'.repeat(3000)}` }));

function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const cuts = places.map((place) => place % bytes.length).toSorted((a, b) => a - b);
  return [...cuts, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : cuts[index - 1], end));
}

/** Returns the rows that are found, as one text. */
function found(chunks: readonly Buffer[]): string | undefined {
  const scanned = scanList(chunks, contactFields);
  return scanned && JSON.stringify([scanned.envelope, scanned.rows.map(({ id, raw }) => [id, raw])]);
}

test('an answer that arrives in any chunks has the same rows as in one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(row, longRow), { minLength: 1, maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 60 }),
      (rows, places) => {
        const bytes = answerOf(JSON.stringify(rows));
        return found(cutAt(bytes, places)) === found([bytes]);
      },
    ),
    // Answers of this size take minutes to shrink.
    { numRuns: 300, endOnFailure: true },
  );
});

test('an answer whose chunks are cut between any two bytes has the same rows as in one', () => {
  const rows = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, name: 'ж😀\\"},{"id":1'.repeat(700) }));
  const filler = { id: 99, name: 'x'.repeat(60_000) };
  const expected = [filler, ...rows, filler];
  const bytes = answerOf(JSON.stringify(expected));
  const answers = new Set<string | undefined>();
  const cuts = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  for (const cut of [...cuts(65_000, 67_000), ...cuts(bytes.length - 800, bytes.length)]) {
    answers.add(found([bytes.subarray(0, cut), bytes.subarray(cut)]));
  }
  expect([...answers]).toEqual([
    JSON.stringify([{ success: true, data: [], meta }, expected.map((each) => [each.id, each])]),
  ]);
});

test('an answer of which a later part is no list of rows is left to JSON.parse', () => {
  const rows = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, name: 'ж'.repeat(20_000) }));
  const sound = JSON.stringify(rows);
  const left = [
    Buffer.from(sound.replace('"id":9', '"id" :9')),
    Buffer.from(sound.replace('"id":9', '"id":0')),
    Buffer.from(sound.slice(0, -1)),
    Buffer.concat([Buffer.from(sound.slice(0, -30)), Buffer.from([0xd0]), Buffer.from(sound.slice(-30))]),
  ];
  for (const data of left) {
    const bytes = Buffer.concat([Buffer.from('{"success":true,"data":'), data, Buffer.from(',"meta":{}}')]);
    expect(scanList(cutAt(bytes, [65_536, 131_072, 196_608]))).toBeUndefined();
  }
});
