import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromByteText } from './byte-text.ts';
import { scanList } from './scan-list.ts';
import { copiedValues, type CopiedKind } from './copied-values.ts';
import { decoders } from '../entities/decode.ts';
import { rowProjection } from './row-projection.ts';
import { ScannedRow } from '../entities/scanned-row.ts';

const kinds = Object.keys(copiedValues) as readonly CopiedKind[];
const odd = ['', '0', 0, 1.2345678901234567e19, -5, 1.5, 'Y', 'N', true, null, [], {}, 'a "b"', 'é\n', '2024-02-30'];
const moments = ['2024-07-22T18:00:08+03:00', '2024-07-22T18:00:08Z', '2024-07-22 18:00', '2024-07-22T18:00:08.5Z'];
const value = fc.oneof(fc.constantFrom(...odd), fc.constantFrom(...moments), fc.string({ unit: 'grapheme' }), fc.nat());

function rowsOf(rows: readonly object[]): readonly ScannedRow[] {
  const note = '-'.repeat(600);
  const scanned = scanList([Buffer.from(JSON.stringify({ success: true, data: rows, meta: { note } }))]);
  if (!scanned) throw new Error('The rows were not found.');
  return scanned.rows;
}

test('a copied value equals the decoded and encoded one', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), value, (kind, sent) => {
      const [row] = rowsOf([{ id: 7, before: 1, member: sent, after: 'x' }]);
      const text = rowProjection([{ name: 'member', kind, head: '' }])(row as ScannedRow);
      if (text === undefined) return;
      expect(fromByteText(text)).toBe(JSON.stringify(decoders[kind](JSON.parse(JSON.stringify(sent)))));
    }),
    { numRuns: 2000 },
  );
});

test('usual values are copied in the order of the answer, whatever the order of the row', () => {
  const [row] = rowsOf([{ id: 7, name: 'Zoë', post: null, lastName: 'Юлия', companyId: 5, phone: '+1' }]);
  const projection = rowProjection([
    { name: 'lastName', kind: 'text', head: '"b":' },
    { name: 'companyId', kind: 'link', head: ',"companyId":' },
    { name: 'phone', kind: 'multifield', head: ',"phone":' },
    { name: 'name', kind: 'text', head: ',"a":' },
    { name: 'name', kind: 'text', head: ',"name":' },
    { name: 'id', kind: 'id', head: ',"contactId":' },
  ]);
  expect(fromByteText(projection(row as ScannedRow) ?? '')).toBe(
    '"b":"Юлия","companyId":5,"phone":"+1","a":"Zoë","name":"Zoë","contactId":7',
  );
});

test('nothing is copied from rows that lack a member, or have their phones in fm', () => {
  const projection = rowProjection([{ name: 'phone', kind: 'multifield', head: '' }]);
  expect(rowsOf([{ id: 7 }, { id: 8, phone: '1', fm: [] }]).map(projection)).toEqual([undefined, undefined]);
});

test('members that are read are noted while others are copied, and the rows are not parsed for them', () => {
  const names = ['before', 'member', 'after'] as const;
  fc.assert(
    fc.property(
      fc.record({ before: value, member: value, after: value }),
      fc.subarray([...names]),
      fc.subarray([...names]),
      (sent, copied, noted) => {
        const [row] = rowsOf([{ id: 7, ...sent }]) as [ScannedRow];
        const parsed = JSON.parse(JSON.stringify(sent)) as typeof sent;
        let wasParsed = false;
        const list = {
          text: row.list.text,
          starts: row.list.starts,
          raws: () => ((wasParsed = true), row.list.raws()),
        };
        const watched = new ScannedRow(7, row.shape, list, 0);
        const members = copied.map((name, at) => ({
          name,
          kind: 'text' as const,
          head: `${at === 0 ? '' : ','}"${name}":`,
        }));
        const text = rowProjection(members, [...noted, 'missing'])(watched);
        for (const name of names) expect(watched.member(name)).toEqual(parsed[name]);
        expect(watched.member('missing')).toBeUndefined();
        expect(wasParsed && text !== undefined && noted.length === names.length).toBe(false);
        expect(text).toBe(rowProjection(members)(row) ?? text);
      },
    ),
    { numRuns: 2000 },
  );
});

test('members are noted where nothing is copied', () => {
  const [row] = rowsOf([{ id: 7, name: 'Ann', companyId: 5, assignedById: '6' }]) as [ScannedRow];
  expect(rowProjection([], ['assignedById', 'companyId', 'createdBy'])(row)).toBe('');
  expect(row.noted).toEqual({ companyId: 5, assignedById: '6' });
});
