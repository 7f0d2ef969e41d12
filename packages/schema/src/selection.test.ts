import {
  execute,
  GraphQLInterfaceType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { selectionBelow, selectionIn, selects, upstreamFieldsOf } from './selection.ts';

const Named = new GraphQLInterfaceType({ name: 'Named', fields: { name: { type: GraphQLString } } });
const Other = new GraphQLInterfaceType({ name: 'Other', fields: { name: { type: GraphQLString } } });
const Person = new GraphQLObjectType({
  name: 'Person',
  interfaces: [Named],
  fields: {
    name: { type: GraphQLString, extensions: { upstreamFields: ['name'] } },
    full: { type: GraphQLString, extensions: { upstreamFields: ['name', 'lastName'] } },
    own: { type: GraphQLString },
  },
});
const Page = new GraphQLObjectType({ name: 'Page', fields: { person: { type: new GraphQLNonNull(Person) } } });

/** What a resolver sees of the document that asks for it. */
function infoOf(document: string, variableValues: Readonly<Record<string, unknown>> = {}): GraphQLResolveInfo {
  let seen: GraphQLResolveInfo | undefined;
  const resolve = (_root: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo): null => {
    seen = info;
    return null;
  };
  const query = new GraphQLObjectType({ name: 'Query', fields: { page: { type: Page, resolve } } });
  const schema = new GraphQLSchema({ query, types: [Named, Other, Person] });
  const result = execute({ schema, document: parse(document), variableValues });
  expect(result).toEqual({ data: { page: null } });
  return seen as GraphQLResolveInfo;
}

function fieldsOf(document: string, variables?: Readonly<Record<string, unknown>>): string {
  const info = infoOf(document, variables);
  const person = selectionIn(info, selectionBelow(info, info.fieldNodes, 'Page'), 'person', 'Person');
  return [...upstreamFieldsOf(info, person, 'Person')].join();
}

test.each([
  { document: '{ page { person { name } } }', expected: 'name' },
  { document: '{ page { person { full } } }', expected: 'name,lastName' },
  { document: '{ page { person { own __typename } } }', expected: '' },
  { document: '{ page { __typename } }', expected: '' },
  { document: '{ page { a: person { name } b: person { full } } }', expected: 'name,lastName' },
  { document: '{ page { person { own } } page { person { x: name } } }', expected: 'name' },
  { document: '{ page { person { ... { name } } } }', expected: 'name' },
  {
    document: '{ page { ...P } } fragment P on Page { person { ...N } } fragment N on Named { name }',
    expected: 'name',
  },
  { document: '{ page { person { ... on Other { name } } } }', expected: '' },
  { document: '{ page { person { name @skip(if: true) own } } }', expected: '' },
  { document: '{ page { person { name @include(if: false) } } }', expected: '' },
  { document: '{ page { person { name @skip(if: false) @include(if: true) } } }', expected: 'name' },
  { document: '{ page { person { ... @include(if: false) { name } own } } }', expected: '' },
  { document: '{ page { person @skip(if: true) { name } } }', expected: '' },
])('$document needs "$expected"', ({ document, expected }) => {
  expect(fieldsOf(document)).toBe(expected);
});

test('directives follow their variables, with their defaults', () => {
  const document = 'query ($yes: Boolean = true) { page { person { name @include(if: $yes) } } }';
  expect([fieldsOf(document), fieldsOf(document, { yes: false })]).toEqual(['name', '']);
});

test('selects looks at names, not at aliases', () => {
  const info = infoOf('{ page { name: person { own } } }');
  const page = selectionBelow(info, info.fieldNodes, 'Page');
  expect([selects(page, 'person'), selects(page, 'name')]).toEqual([true, false]);
});

test('a type that is no object type of the schema is a bug, and says so', () => {
  const info = infoOf('{ page { __typename } }');
  expect(() => upstreamFieldsOf(info, [], 'Named')).toThrow('Named is not an object type');
});
