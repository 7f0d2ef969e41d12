import { contacts, type OperationRequirements, type Requirements, users } from '@contacts/core';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { knownOperation } from './known-operation.ts';
import { operationRequirements } from './operation-requirements.ts';
import { resultValues } from './result-values.ts';

const limit = (max: number, name: string) => ({ max, name });
const inputLimits = { ids: limit(2, 'IDS'), values: limit(5, 'VALUES'), customFields: limit(2, 'NAMES') };

function bound(document: string, variables: Readonly<Record<string, unknown>> = {}) {
  const operation = knownOperation(schema, parse(document), undefined).bind(variables);
  if (!operation) throw new Error('Its variables do not fit.');
  return operation;
}

function requirements(document: string, raw?: Readonly<Record<string, unknown>>): OperationRequirements {
  const { compiled, variables } = bound(document, raw);
  return operationRequirements(compiled.root, { variables, inputLimits });
}

/** The requirements of each contact of the first page. */
function ofContact(selection: string, raw?: Readonly<Record<string, unknown>>, head = ''): Requirements | undefined {
  return requirements(`${head} { contacts { nodes { ${selection} } } }`, raw).pages[0]?.each;
}

const fieldsOf = (each: Requirements | undefined): string => [...(each?.fields ?? [])].join();
const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64');

describe('upstream fields', () => {
  test.each([
    ['name', 'name'],
    ['x: name', 'name'],
    ['name name lastName', 'name,lastName'],
    ['id contactId __typename', ''],
    ['honorificId honorific { name }', 'honorific'],
    ['... { name }', 'name'],
    ['... on Node { id } ... on Contact { name }', 'name'],
    ['name @skip(if: true) post', 'post'],
    ['name @include(if: false) post', 'post'],
    ['name @skip(if: false) @include(if: true)', 'name'],
    ['... @include(if: false) { name } post', 'post'],
    ['customFields { name }', '*'],
    ['customFields(names: ["ufCrm_1"]) { name } name', 'name,ufCrm_1'],
  ])('the upstream fields of a contact with %s are %s', (selection, expected) => {
    expect(fieldsOf(ofContact(selection))).toBe(expected);
  });

  test('upstream fields are those of all selections on a page, fragments included', () => {
    const document =
      '{ contacts { ...P edges { node { email } } } } fragment P on ContactConnection { nodes { ...N } } fragment N on Contact { name }';
    expect(fieldsOf(requirements(document).pages[0]?.each).split(',').toSorted()).toEqual(['email', 'name']);
  });

  test('upstream fields follow the variables of directives, with their defaults', () => {
    const head = 'query ($yes: Boolean = true)';
    expect(fieldsOf(ofContact('post name @include(if: $yes)', {}, head))).toBe('post,name');
    expect(fieldsOf(ofContact('post name @include(if: $yes)', { yes: false }, head))).toBe('post');
  });

  test('upstream fields of a record that is read by its id are those of all selections of the operation', () => {
    const { pages, records } = requirements(
      `{ node(id: "${globalId('Company', 2)}") { ... on Company { title } } contacts { nodes { company { email } } } }`,
    );
    expect(fieldsOf(records[0]?.each)).toBe('title,email');
    expect(fieldsOf(pages[0]?.each.relations[0]?.each)).toBe('title,email');
    expect(fieldsOf(pages[0]?.each)).toBe('companyId');
  });
});

test('relations, dictionaries, references and parts are required once, under whatever alias', () => {
  const each = ofContact(
    'a: company { title } b: company { assignedBy { name } } assignedBy { name } createdBy { name } source { name } s: source { sort } cardUrl requisites { name } phones { value }',
  );
  expect(each?.relations.map(({ entity, by }) => `${entity.name} ${by}`)).toEqual([
    'companies companyId',
    'users assignedById',
    'users createdBy',
  ]);
  expect(each?.relations[0]?.each.relations).toMatchObject([{ entity: users, by: 'assignedById' }]);
  expect(each).toMatchObject({
    dictionaries: ['SOURCE'],
    references: ['me'],
    parts: ['requisites', 'multifields'],
  });
});

test('pages require their selected parts, with the arguments of the call', () => {
  const document =
    'query ($n: Int) { contacts(first: $n) { totalCount pageInfo { endCursor hasNextPage } } b: contacts { edges { cursor } } }';
  expect(requirements(document, { n: 7 }).pages.map(({ args }) => args)).toMatchObject([
    { first: 7, wants: { total: true, hasNextPage: true, hasPreviousPage: false } },
    { first: undefined, wants: { total: false, hasNextPage: false, hasPreviousPage: false } },
  ]);
});

test('the contacts of companies are pages of each company', () => {
  const each = ofContact('company { contacts(first: 3) { nodes { name customFields(names: ["ufCrm_2"]) { name } } } }');
  const [page] = each?.relations[0]?.each.connections ?? [];
  expect(page?.args).toMatchObject({ first: 3, filter: [{ field: 'companyId', operator: 'eq' }] });
  expect(page?.each.names).toEqual(['ufCrm_2']);
});

test('records are required by their types, and counts and groups where they are selected', () => {
  const ids = [globalId('Contact', 1), globalId('User', 3)];
  const document = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Contact { name } ... on Company { title } ... on User { name } }
    contact(id: 5) { post }
    contactsAggregate(groupBy: TYPE_ID) { groups { key } }
    c: contactsAggregate(groupBy: TYPE_ID) { count }
    contactFields { name }
  }`;
  expect(requirements(document, { ids })).toMatchObject({
    pages: [],
    records: [
      { entity: contacts, ids: [1] },
      { entity: users, ids: [3] },
      { entity: contacts, ids: [5] },
    ],
    counts: [[]],
    groups: [{ filter: [], groupBy: 'typeId', named: false }],
    references: ['fields'],
  });
});

test.each([
  ['too many ids', '{ nodes(ids: ["a", "b", "c"]) { id } }'],
  ['an id of another form', '{ contact(id: "x") { name } }'],
  ['too many names', '{ contact(id: 1) { customFields(names: ["ufCrm_1", "ufCrm_2", "ufCrm_3"]) { name } } }'],
  ['a filter that cannot be', '{ contacts(filter: { name: { in: ["1", "2", "3", "4", "5", "6"] } }) { totalCount } }'],
  ['a condition without a value', 'query ($a: Boolean = true) { contacts { totalCount @skip(if: $a) } }'],
])('a field with %s requires nothing: it is rejected where it is resolved', (_name, document) => {
  const nothing = {
    pages: [],
    records: [],
    counts: [],
    groups: [],
    customGroups: [],
    references: [],
    dictionaries: [],
  };
  expect(requirements(document, document.startsWith('query') ? { a: null } : {})).toEqual(nothing);
});

test('a rejected page of a company leaves the other requirements of the company', () => {
  const each = ofContact('company { title contacts(filter: { companyId: { eq: 1 } }) { nodes { name } } }');
  expect(each?.relations[0]?.each).toMatchObject({ connections: [] });
  expect(fieldsOf(each?.relations[0]?.each)).toBe('title');
});

describe('the values of an answer', () => {
  test.each<[string, number]>([
    ['{ __typename a: __typename }', 2],
    ['{ contacts(first: 15) { nodes { id } } }', 1 + 15 * 2],
    ['{ contacts(last: 3) { edges { cursor node { id name } } } }', 1 + 3 * (1 + 1 + 1 + 2)],
    ['{ contacts(first: 2) { nodes { id @skip(if: true) name name } } }', 1 + 2 * 2],
    ['{ contacts { nodes { phones { value } } } }', 1 + 50 * (1 + 10 * 2)],
    ['{ contact(id: 1) { customFields { name } } }', 1 + 25 * 2],
    ['{ contact(id: 1) { customFields(names: ["ufCrm_1"]) { name } } }', 1 + 2],
    ['{ nodes(ids: ["a", "b"]) { id ... on Contact { name post } ... on User { name } } }', 2 * (1 + 3)],
    [
      '{ contacts(first: 9) { nodes { company { contacts(first: 4) { nodes { id } } } } } }',
      1 + 9 * (1 + 1 + 1 + 4 * 2),
    ],
  ])('the values of the answer to %s are %i', (document, expected) => {
    const { compiled, variables } = bound(document);
    expect(resultValues(compiled.root, variables)).toBe(expected);
  });

  test('a list whose arguments are rejected counts as one of unknown length', () => {
    const { compiled, variables } = bound('query ($ids: [ID!] = ["a"]) { nodes(ids: $ids) { id } }', { ids: null });
    expect(resultValues(compiled.root, variables)).toBe(10 * 2);
  });
});
