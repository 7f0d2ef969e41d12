import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { noTrustedDocuments, type TrustedDocuments } from '../documents/trusted-documents.ts';
import { type CompiledOperations, createCompiledOperations } from './compiled-operations.ts';

/** Executes an operation with Yoga. */
function execute({ plugin }: CompiledOperations, query: string, operationName?: string): void {
  const payload = { args: { document: parse(query) }, context: { params: { query, operationName } } };
  void plugin.onExecute?.(payload as unknown as Parameters<NonNullable<typeof plugin.onExecute>>[0]);
}

const query = (name: string): string => `query ${name} { contacts(first: 1) { nodes { name } } }`;

test('an operation that was executed is remembered by its text and its name', () => {
  const operations = createCompiledOperations(noTrustedDocuments);
  const both = `${query('A')} ${query('B')}`;
  expect(operations.find({ query: both, operationName: 'A' })).toBeUndefined();
  execute(operations, both, 'A');
  expect(operations.find({ query: both, operationName: 'A' })?.operationName).toBe('A');
  expect(operations.find({ query: both, operationName: 'B' })).toBeUndefined();
  expect(operations.find({ query: query('A'), operationName: 'A' })).toBeUndefined();
});

test.each([
  ['a text', '{ contacts(filter: { name: { eq: "Ann" } }) { nodes { name } } }'],
  ['a long number', '{ contact(id: 123456) { name } }'],
])('a document that holds %s, which may be personal, is not remembered', (_, text) => {
  const operations = createCompiledOperations(noTrustedDocuments);
  execute(operations, text);
  expect(operations.find({ query: text })).toBeUndefined();
});

test('new documents evict the oldest ones, and no trusted ones', () => {
  const trusted: TrustedDocuments = {
    get: (id) => (id === 'known' ? query('Known') : undefined),
    has: (text) => text === query('Known'),
    operationNames: () => new Set(),
  };
  const operations = createCompiledOperations(trusted);
  execute(operations, query('Known'));
  const names = Array.from({ length: 1200 }, (_, index) => `Q${index}`);
  for (const name of names) execute(operations, query(name));
  expect(names.filter((name) => operations.find({ query: query(name) }))).toEqual(names.slice(200));
  expect(operations.find({ documentId: 'known' })).toBeDefined();
});

test('the documents that are remembered are limited by their length', () => {
  const operations = createCompiledOperations(noTrustedDocuments);
  const long = (name: string): string => `${query(name)} # ${'x'.repeat(90_000)}`;
  const names = Array.from({ length: 30 }, (_, index) => `Q${index}`);
  for (const name of names) execute(operations, long(name));
  expect(names.filter((name) => operations.find({ query: long(name) }))).toHaveLength(11);
});

test('an operation name that the document lacks is not remembered, also for a trusted document', () => {
  const trusted: TrustedDocuments = { get: () => undefined, has: () => true, operationNames: () => new Set() };
  const operations = createCompiledOperations(trusted);
  for (const name of ['A', 'B']) execute(operations, query('A'), name);
  expect(operations.find({ query: query('A'), operationName: 'A' })).toBeDefined();
  expect(operations.find({ query: query('A'), operationName: 'B' })).toBeUndefined();
});

test('a request with a document and the id of another is left to Yoga, which rejects it', () => {
  const operations = createCompiledOperations(noTrustedDocuments);
  execute(operations, query('A'));
  expect(operations.find({ query: query('A'), documentId: 'other' })).toBeUndefined();
});
