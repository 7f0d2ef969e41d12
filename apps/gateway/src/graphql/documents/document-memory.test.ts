import { expect, test } from 'vitest';
import { createDocumentMemory } from './document-memory.ts';

const trusted = { has: (text: string) => text.startsWith('{ trusted') };
const query = (name: string): string => `query ${name} { contacts { nodes { name } } }`;

function filled(texts: readonly string[]) {
  const memory = createDocumentMemory<object>(trusted);
  for (const text of texts) memory.set(text, { text });
  return texts.filter((text) => memory.get(text) !== undefined);
}

test('new documents are bounded in number, and evict no trusted ones', () => {
  const known = Array.from({ length: 20 }, (_, index) => `{ trusted${index} }`);
  const stream = Array.from({ length: 1500 }, (_, index) => query(`Q${index}`));
  expect(filled([...known, ...stream])).toEqual([...known, ...stream.slice(500)]);
});

test('long documents are bounded by their length', () => {
  const stream = Array.from({ length: 100 }, (_, index) => `${query(`Q${index}`)} # ${'x'.repeat(100_000)}`);
  expect(filled(stream)).toEqual(stream.slice(-9));
  expect(filled([`# ${'x'.repeat(1_000_001)}`])).toEqual([]);
});

test('documents with many compiled forms count as several', () => {
  const fields = 'a: name @include(if: $a) b: name @skip(if: $b) c: name @skip(if: $c) d: name @skip(if: $d)';
  const stream = Array.from({ length: 40 }, (_, index) => `${query(`Q${index}`)} # ${fields} ${'x'.repeat(9_000)}`);
  expect(filled(stream)).toEqual(stream.slice(-13));
});

test.each([
  ['a text', '{ contacts(filter: { name: { eq: "Ann" } }) { nodes { name } } }'],
  ['a long number', '{ contact(id: 123456) { name } }'],
])('a document that holds %s, which may be personal, is not cached', (_, text) => {
  expect(filled([text])).toEqual([]);
});

test('each operation of a document has an entry of its own', () => {
  const memory = createDocumentMemory<object>(trusted);
  memory.set(query('A'), { of: 'A' }, 'A');
  expect([memory.get(query('A'), 'A'), memory.get(query('A')), memory.get(query('A'), 'B')]).toEqual([
    { of: 'A' },
    undefined,
    undefined,
  ]);
});

test('the operations of a document count together, and are deleted together', () => {
  const memory = createDocumentMemory<object>(trusted);
  const text = `${query('A')} # ${'x'.repeat(400_000)}`;
  memory.set(text, { of: 'A' }, 'A');
  memory.set(text, { of: 'B' }, 'B');
  expect([memory.get(text, 'A'), memory.get(text, 'B')]).toEqual([{ of: 'A' }, { of: 'B' }]);
  memory.set(text, { of: 'C' }, 'C');
  expect(['A', 'B', 'C'].map((name) => memory.get(text, name))).toEqual([undefined, undefined, undefined]);
  memory.set(text, { of: 'A' }, 'A');
  memory.delete(text);
  expect(memory.get(text, 'A')).toBeUndefined();
});
