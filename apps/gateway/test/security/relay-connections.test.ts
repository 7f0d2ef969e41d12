import { readFileSync } from 'node:fs';
import graphqlPlugin, { parser } from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { expect, test } from 'vitest';

const file = new URL('../../../../packages/schema/schema.graphql', import.meta.url);
const code = readFileSync(file, 'utf8');

/** The rules of Relay's specification of connections, without the one that all lists are edges. */
const rules: Linter.RulesRecord = {
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: true }],
  '@graphql-eslint/relay-connection-types': 'error',
  '@graphql-eslint/relay-edge-types': [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
  ],
  '@graphql-eslint/relay-page-info': 'error',
};

function lint(text: string): readonly string[] {
  const linter = new Linter();
  const config = {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: text } } },
    rules,
  } as unknown as Linter.Config;
  return linter
    .verify(text, [config], 'schema.graphql')
    .map(({ line, message, ruleId }) => `${line}: ${ruleId}: ${message}`);
}

test('the schema follows the rules of Relay connections', () => {
  expect(lint(code)).toEqual([]);
});

test('the rules detect a schema that violates them', () => {
  const broken = code.replace('hasNextPage: Boolean!', 'hasMore: Boolean!');
  expect(broken).not.toBe(code);
  expect(lint(broken).join('\n')).toContain('hasNextPage');
});
