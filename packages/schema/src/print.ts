// Writes schema.graphql, the review surface of the API, and the README's table of operators. With --check, it only reports a
// schema.graphql that is not current; operator-table.test.ts compares the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { withOperatorTable } from './operator-table.ts';
import { printedSchema } from './printed-schema.ts';

const file = new URL('../schema.graphql', import.meta.url);
const printed = printedSchema();

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed);
  const readme = new URL('../../../README.md', import.meta.url);
  writeFileSync(readme, withOperatorTable(readFileSync(readme, 'utf8')));
} else if (readFileSync(file, 'utf8') !== printed) {
  console.error('packages/schema/schema.graphql is not current: run "npm run generate" and commit the result.');
  process.exitCode = 1;
}
