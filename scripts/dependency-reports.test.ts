import { expect, test } from 'vitest';
import { licenceProblems, licenceTable, vulnerabilitiesIn } from './dependency-reports.ts';

const of = (...names: readonly string[]) => names.map((name) => ({ name, versions: ['1.0.0'] }));

test('a licence that is not in the list is a problem', () => {
  expect(licenceProblems({ MIT: of('a', 'b'), ISC: of('c') })).toEqual([]);
  expect(licenceProblems({ MIT: of('a'), 'AGPL-3.0': of('b'), Unknown: of('c') })).toEqual([
    'b 1.0.0: licence AGPL-3.0',
    'c 1.0.0: licence Unknown',
  ]);
});

test('the table counts packages by licence, and names those of rare licences', () => {
  expect(licenceTable({ ISC: of('x'), MIT: of('a', 'b', 'c', 'd') })).toBe('     4  MIT\n     1  ISC  x');
});

test.each([
  ['', undefined],
  ['Error: ERR_PNPM_AUDIT_BAD_RESPONSE', undefined],
  ['{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE"}}', undefined],
  ['{}', undefined],
  ['{"advisories":{}}', []],
  ['{"advisories":{"1":{"module_name":"a","severity":"high","title":"t"}}}', ['high: a: t']],
])('no answer of the registry is no all-clear: %s', (output, expected) => {
  expect(vulnerabilitiesIn(output)).toEqual(expected);
});
