import { buildSchema, type GraphQLError, execute, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { explainInputErrors } from './explain-input-errors.ts';

const schema = buildSchema(`
  enum Color { RED GREEN }
  input Range { from: Int, to: Int, colors: [Color!] }
  input Filter { range: Range, color: Color, text: String! }
  type Query { list(filter: Filter, size: Int = 5, colors: [Color!]): Int  one(id: ID!): Int }
`);

function ofDocument(query: string): readonly GraphQLError[] {
  const document = parse(query);
  return explainInputErrors(schema, document, validate(schema, document));
}

function ofVariables(query: string, variableValues: Readonly<Record<string, unknown>>): readonly GraphQLError[] {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const result = execute({ schema, document, variableValues }) as { errors?: readonly GraphQLError[] };
  return explainInputErrors(schema, document, result.errors ?? [], { variables: variableValues });
}

const explanation = ({ extensions: { argument, value, allowed } }: GraphQLError): unknown => [argument, value, allowed];

test.each<{ query: string; expected: readonly unknown[] }>([
  { query: '{ list(size: "5") }', expected: [['size', '"5"', 'Int']] },
  { query: '{ list(filter: { text: "a", color: BLUE }) }', expected: [['filter', 'BLUE', 'RED, GREEN']] },
  { query: '{ list(colors: [RED, BLUE]) }', expected: [['colors', 'BLUE', 'RED, GREEN']] },
  { query: '{ list(filter: { text: "a", size: 1 }) }', expected: [['filter', 'size: 1', 'range, color, text']] },
  { query: '{ list(filter: { text: "a", range: { up: 1 } }) }', expected: [['filter', 'up: 1', 'from, to, colors']] },
  { query: '{ list(filter: {}) }', expected: [['filter', '{}', 'range, color, text']] },
  {
    query: '{ list(size: 1.5, colors: "RED") }',
    expected: [
      ['size', '1.5', 'Int'],
      ['colors', '"RED"', 'RED, GREEN'],
    ],
  },
])('literals that do not fit: $query', ({ query, expected }) => {
  const errors = ofDocument(query);
  expect(errors.map(explanation)).toEqual(expected);
  for (const { message, locations, extensions } of errors) {
    expect(extensions['code']).toBe('BAD_USER_INPUT');
    expect(message).toContain(`Argument "${String(extensions['argument'])}": `);
    expect(message).toContain(`Allowed: ${String(extensions['allowed'])}.`);
    expect(locations).toHaveLength(1);
  }
});

test.each<{ query: string; variables: Readonly<Record<string, unknown>>; expected: readonly unknown[] }>([
  { query: 'query ($n: Int) { list(size: $n) }', variables: { n: '5' }, expected: [['$n', '5', 'Int']] },
  {
    query: 'query ($f: Filter) { list(filter: $f) }',
    variables: { f: { text: 'a', range: { from: 1, to: 'x', colors: ['RED', 'BLUE'] } } },
    expected: [
      ['$f.range.to', 'x', 'Int'],
      ['$f.range.colors.1', 'BLUE', 'RED, GREEN'],
    ],
  },
  {
    query: 'query ($f: Filter, $n: Int) { list(filter: $f, size: $n) }',
    variables: { f: { text: 7 }, n: true },
    expected: [
      ['$f.text', 7, 'String!'],
      ['$n', true, 'Int'],
    ],
  },
])('variables that do not fit: $variables', ({ query, variables, expected }) => {
  expect(ofVariables(query, variables).map(explanation)).toEqual(expected);
});

test('errors that are not about values pass unchanged', () => {
  const document = parse('{ lst one }');
  const errors = validate(schema, document);
  expect(errors).toHaveLength(2);
  expect(explainInputErrors(schema, document, errors)).toEqual(errors);
});

test('a required variable that is missing keeps graphql-js’s words, which name it', () => {
  const [error] = ofVariables('query ($id: ID!) { one(id: $id) }', {});
  expect(error?.message).toContain('$id');
  expect(error?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: '$id', value: null, allowed: 'ID!' });
});

test.each<{ name: string; errors: () => readonly GraphQLError[] }>([
  { name: 'a number', errors: () => ofDocument(`{ list(size: ${'7'.repeat(900)}) }`) },
  { name: 'a text with quotation marks', errors: () => ofDocument(`{ list(size: "\\"${'7'.repeat(900)}") }`) },
  { name: 'a block of text', errors: () => ofDocument(`{ list(size: """7"${'7'.repeat(900)}""") }`) },
  { name: 'an object', errors: () => ofDocument(`{ list(size: { a: ${'7'.repeat(900)} }) }`) },
  {
    name: 'a text with quotation marks in a variable',
    errors: () => ofVariables('query ($n: Int) { list(size: $n) }', { n: `"${'7'.repeat(900)}` }),
  },
  {
    name: 'a list in a variable',
    errors: () =>
      ofVariables('query ($n: Int) { list(size: $n) }', { n: Array.from({ length: 9 }, () => '"'.repeat(99)) }),
  },
])('an error repeats 200 characters of $name, followed by what is allowed', ({ errors }) => {
  const [error] = errors();
  expect(error?.message).toMatch(/…\. Allowed: Int\.$/);
  expect(error?.message.length).toBeLessThan(300);
});

test('an error names an argument once, and ends graphql-js’s message as a sentence', () => {
  const messages = [
    ...ofDocument('{ list(size: 1.5) }'),
    ...ofVariables('query ($c: Color = RED) { list(colors: [$c]) one(id: 1) }', { c: null }),
  ].map(({ message }) => message);
  expect(messages).toEqual([
    'Argument "size": Int cannot represent non-integer value: 1.5. Allowed: Int.',
    'Argument "colors" has invalid value [$c]. Allowed: RED, GREEN.',
  ]);
});
