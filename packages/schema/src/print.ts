// Writes schema.graphql, the review surface of the API; with --check, only says whether it is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { printedSchema } from './printed-schema.ts';

const file = new URL('../schema.graphql', import.meta.url);
const printed = printedSchema();

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed);
} else if (readFileSync(file, 'utf8') !== printed) {
  console.error('packages/schema/schema.graphql is not current: run "npm run generate" and commit the result.');
  process.exitCode = 1;
}
