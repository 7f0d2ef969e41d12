// Writes the schema as the type that gql.tada takes; with --check, only says whether it is current.
import { readFileSync, writeFileSync } from 'node:fs';
import type { IntrospectionQuery } from 'graphql';

/** Members that types of results and variables do not depend on. */
const texts: ReadonlySet<string> = new Set(['description', 'deprecationReason', 'specifiedByURL']);
const file = new URL('src/generated/gql-tada.ts', import.meta.url);
const introspection = JSON.parse(
  readFileSync(new URL('src/generated/introspection.json', import.meta.url), 'utf8'),
) as IntrospectionQuery;
const text = `/* eslint-disable */
/** The schema as gql.tada reads it. */
export type introspection = ${JSON.stringify(typesOf(introspection))};
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('src/generated/gql-tada.ts is not current: run "npm run generate" and commit the result.');
  process.exitCode = 1;
}

/** Only what types of results and variables depend on: a compiler reads all of it. */
function typesOf({ __schema: { queryType, types } }: IntrospectionQuery): unknown {
  const kept = types.filter(({ name }) => !name.startsWith('__'));
  return {
    __schema: { queryType, mutationType: null, subscriptionType: null, types: kept.map(withoutTexts), directives: [] },
  };
}

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !texts.has(name))
      .map(([name, member]) => [name, withoutTexts(member)]),
  );
}
