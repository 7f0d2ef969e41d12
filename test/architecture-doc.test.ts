import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readProjectFile, tableRows } from './markdown.ts';

const document = readProjectFile('docs/architecture.md');

test('every file and folder that docs/architecture.md names exists', () => {
  const paths = Array.from(document.matchAll(/`((?:packages|apps)\/[\w./-]+)`/g), ([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
});

test('the glossary of docs/architecture.md has at most 25 terms, each defined once', () => {
  const terms = tableRows(document, 'Term').map(([term]) => term);
  expect(terms.length).toBeGreaterThan(10);
  expect(terms.length).toBeLessThanOrEqual(25);
  expect(new Set(terms).size).toBe(terms.length);
});
