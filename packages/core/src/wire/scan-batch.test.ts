import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScannedRow } from '../entities/scanned-row.ts';
import { scanBatch } from './scan-batch.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"call0":[]', '\\', ']', '},{"id":1'));
const row = fc.record({ id: fc.integer({ min: 1 }), name: text, list: fc.array(text, { maxLength: 2 }) });
const result = fc.oneof(
  { weight: 4, arbitrary: fc.array(row, { maxLength: 4 }) },
  fc.record({ id: fc.integer(), name: text }),
  fc.array(text),
  fc.constant(null),
);
/** Long enough to be looked at as text. */
const meta = { call0: { hasMore: false, note: '-'.repeat(600) } };

function bytesOf(results: object): Buffer {
  return Buffer.from(JSON.stringify({ success: true, data: { results, totals: { call0: 1 }, errors: [], meta } }));
}

const parsed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_name, each: unknown) => (each instanceof ScannedRow ? each.raw : each)));

test('the results that are found in a text equal those of JSON.parse', () => {
  fc.assert(
    fc.property(fc.array(result, { minLength: 1, maxLength: 4 }), (all) => {
      const bytes = bytesOf(Object.fromEntries(all.map((each, index) => [`call${index}`, each])));
      const scanned = scanBatch([bytes.subarray(0, 50), bytes.subarray(50)]);
      expect(scanned ? parsed(scanned) : undefined).toEqual(
        isListOfRows(all[0]) ? JSON.parse(bytes.toString()) : undefined,
      );
    }),
  );
});

function isListOfRows(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'object');
}

test('the lists in front of another result are rows of text', () => {
  const rows = [{ id: 7, name: 'Zoë' }];
  const { data } = scanBatch([bytesOf({ call0: rows, call1: [], call2: { id: 1 }, call3: rows })]) as {
    readonly data: { readonly results: Readonly<Record<string, readonly unknown[]>> };
  };
  expect(Object.keys(data.results)).toEqual(['call0', 'call1', 'call2', 'call3']);
  expect(data.results['call0']?.[0]).toBeInstanceOf(ScannedRow);
  expect(data.results['call3']).toEqual(rows);
});

test('a batch with another member of a name of one before, or of another form, is left to JSON.parse', () => {
  const whole = bytesOf({ call0: [{ id: 1 }] }).toString();
  const left = [
    whole.slice(0, -1),
    whole.slice(0, -20),
    `${whole.slice(0, -1)},"data":{}}`,
    `${whole.slice(0, -2)},"results":{"call0":[{"id":2}]}}}`,
    whole.replace('{"success"', '{ "success"'),
    whole.replace('"call0":[{', '"call0":[ {'),
    whole.replace('}]}', '}],}'),
  ];
  expect(left.filter((each) => scanBatch([Buffer.from(each)]) !== undefined)).toEqual([]);
  expect(scanBatch([Buffer.from(whole.replace('---', '\\x'))])).toBeUndefined();
  expect(scanBatch([Buffer.from([...Buffer.from(whole), 0xff])])).toBeUndefined();
});
