import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operatorTable, withOperatorTable } from './operator-table.ts';

test('the README’s table of operators is as `npm run generate` writes it', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(readme).toBe(withOperatorTable(readme));
});

test('a row has a mark at the operators of its type alone', () => {
  const [heading = '', , ...rows] = operatorTable().split('\n');
  const row = rows.find((each) => each.includes('`opened`')) ?? '';
  expect(heading).toMatch(/^\| Field of the filter \| `eq`/);
  expect(row).toMatch(/^\| [^|]*`opened` \| ✓ (?:\|\s+)+\| `BooleanFilter` \|$/);
});

test('a page without the table is refused', () => {
  expect(() => withOperatorTable('# A page\n')).toThrow('The page has no table');
});
