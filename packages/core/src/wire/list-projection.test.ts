import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { FieldTable } from '../entities/entity.ts';
import { fromByteText } from './byte-text.ts';
import { listProjection } from './list-projection.ts';
import { rowProjection } from './row-projection.ts';
import { scanList } from './scan-list.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('$1', 'a "b" \\', '},{"id":1', ''),
);
const values = fc.record({
  name: fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.constant(5) }),
  companyId: fc.option(fc.oneof({ weight: 9, arbitrary: fc.nat() }, fc.constant('7'))),
  other: fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.constant({ nested: ['}'] }) }),
});

const name = { name: 'name', kind: 'text' } as const;
const companyId = { name: 'companyId', kind: 'link' } as const;
const other = { name: 'other', kind: 'text' } as const;
const selections = [
  [{ name: 'id', kind: 'id', head: '"$1":' } as const],
  [
    { ...name, head: '"name":' },
    { ...companyId, head: ',"companyId":' },
  ],
  [
    { ...companyId, head: '"c":' },
    { ...name, head: ',"name":' },
    { ...name, head: ',"again":' },
  ],
  // All members as they come, of which some have new names.
  [
    { name: 'id', kind: 'id', head: '"$&":' } as const,
    { ...name, head: ',"name":' },
    { ...companyId, head: ',"a":' },
    { ...other, head: ',"other":' },
  ],
  [
    { name: 'id', kind: 'id', head: '"id":' } as const,
    { ...name, head: ',"other":' },
    { ...companyId, head: ',"name":' },
    { ...other, head: ',"companyId":' },
  ],
];

const fields: FieldTable = {
  id: { kind: 'id', text: '' },
  name: { kind: 'text', text: '' },
  companyId: { kind: 'link', text: '' },
  other: { kind: 'text', text: '' },
};

function rowsOf(rows: readonly object[], ofFields?: FieldTable) {
  const note = '-'.repeat(600);
  const scanned = scanList([Buffer.from(JSON.stringify({ success: true, data: rows, meta: { note } }))], ofFields);
  if (!scanned) throw new Error('The rows were not found.');
  return scanned.rows;
}

test('rows that are copied at once are written as one by one, or left where one of them cannot be copied', () => {
  fc.assert(
    fc.property(
      fc.array(values, { minLength: 1, maxLength: 9 }),
      fc.constantFrom(...selections),
      fc.constantFrom(undefined, fields),
      fc.nat(8),
      fc.nat(8),
      (sent, members, ofFields, start, count) => {
        const rows = rowsOf(
          sent.map((row, index) => ({ id: index + 1, ...row })),
          ofFields,
        );
        const from = Math.min(start, rows.length - 1);
        const to = Math.min(from + 1 + count, rows.length);
        const each = rows.slice(from, to).map(rowProjection(members));
        const expected = each.includes(undefined) ? undefined : each.map((one) => `{${one}}`).join(',');
        expect(listProjection(members)(rows, from, to)).toBe(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

test('quotes, backslashes and line breaks are copied with their escapes', () => {
  const rows = rowsOf([
    { id: 1, name: 'ООО "Ромашка"' },
    { id: 2, name: 'a\\b\n' },
  ]);
  const copied = listProjection([{ ...name, head: '"name":' }])(rows, 0, 2);
  expect(fromByteText(copied ?? '')).toBe(String.raw`{"name":"ООО \"Ромашка\""},{"name":"a\\b\n"}`);
});

test('rows of several lists or shapes, and in another order, are copied as they come', () => {
  const copied = listProjection([{ ...name, head: '"name":' }]);
  const rows = rowsOf([
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
    { id: 3, name: 'c', post: 'd' },
  ]);
  const [first, second, third] = rows;
  const others = rowsOf([
    { id: 1, name: 'x' },
    { id: 2, name: 'y' },
  ]);
  expect(copied(rows, 0, 3)).toBe('{"name":"a"},{"name":"b"},{"name":"c"}');
  expect(copied(rows, 2, 3)).toBe('{"name":"c"}');
  expect(copied([second, first], 0, 2)).toBe('{"name":"b"},{"name":"a"}');
  expect(copied([first, first], 0, 2)).toBe('{"name":"a"},{"name":"a"}');
  expect(copied([first, third], 0, 2)).toBe('{"name":"a"},{"name":"c"}');
  expect(copied([...rows, ...others], 1, 5)).toBe('{"name":"b"},{"name":"c"},{"name":"x"},{"name":"y"}');
  expect(copied([first, others[1]], 0, 2)).toBe('{"name":"a"},{"name":"y"}');
  expect(copied([], 0, 0)).toBe('');
});

test('entries of which one was not found in a text are left', () => {
  const copied = listProjection([{ ...name, head: '"name":' }]);
  const [row] = rowsOf([{ id: 1, name: 'a' }]);
  expect(copied([row, null], 0, 2)).toBeUndefined();
  expect(copied([{ id: 1, raw: {} }], 0, 1)).toBeUndefined();
});

test('rows are left where more parts are copied than a template can name', () => {
  const names = Array.from({ length: 100 }, (_, at) => `a${at}`);
  const row = { id: 1, ...Object.fromEntries(names.map((each) => [each, 'x'])) };
  const copied = (count: number) => {
    const members = names.slice(0, count).toReversed();
    const heads = members.map(
      (each, at) => ({ name: each, kind: 'text', head: `${at ? ',' : ''}"${each}":` }) as const,
    );
    return listProjection(heads)(rowsOf([row]), 0, 1);
  };
  expect(copied(99)).toBe(
    `{${names
      .slice(0, 99)
      .toReversed()
      .map((each) => `"${each}":"x"`)
      .join(',')}}`,
  );
  expect(copied(100)).toBeUndefined();
});

test('rows whose members are shown as they come are written without matching them again', () => {
  const rows = rowsOf(
    [
      { id: 1, name: 'a "b" {"id":', companyId: 5 },
      { id: 2, name: ',"name":', companyId: null },
      { id: 3, name: '', companyId: 6 },
      { id: 4, name: 'b', companyId: 7 },
    ],
    fields,
  );
  const copied = listProjection([
    { name: 'id', kind: 'id', head: '"contactId":' },
    { ...name, head: ',"$1":' },
    { ...companyId, head: ',"companyId":' },
  ]);
  expect(rows[0]?.shape).toBe(rows[1]?.shape);
  expect(rows[2]?.shape).not.toBe(rows[1]?.shape);
  expect(rows[3]?.shape).toBe(rows[2]?.shape);
  const execute = vi.spyOn(RegExp.prototype, Symbol.replace);
  expect(copied(rows, 0, 2)).toBe(
    String.raw`{"contactId":1,"$1":"a \"b\" {\"id\":","companyId":5},{"contactId":2,"$1":",\"name\":","companyId":null}`,
  );
  expect(execute).not.toHaveBeenCalled();
  execute.mockRestore();
  expect(copied(rows, 0, 3)).toBeUndefined();
  expect(copied(rows, 3, 4)).toBe('{"contactId":4,"$1":"b","companyId":7}');
});
