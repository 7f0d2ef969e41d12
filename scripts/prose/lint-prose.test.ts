import { expect, test } from 'vitest';
import { lintText } from './lint-prose.ts';

test.each([
  ['a doc comment that begins with What', 'a.ts', '/** What a caller may send. */'],
  ['a line comment that begins with How', 'a.ts', '// How long it takes.'],
  ['a word of the list in a comment', 'a.ts', '/** Rejects whoever sends it. */'],
  ['a word of the list in a test title', 'a.test.ts', `test('nobody waits', () => undefined);`],
  [
    'a word of the list in the title of a table of tests',
    'a.test.ts',
    `test.each([1])('nobody waits', () => undefined);`,
  ],
  ['a word of the list in Markdown', 'a.md', 'Somebody waits.'],
])('reports %s', async (_case, file, text) => {
  expect(await lintText(file, text)).toHaveLength(1);
});

test.each([
  ['a comment that begins with a verb', 'a.ts', '/** Returns the cursor of a row. */'],
  ['a word of the list in code', 'a.ts', `const whoever = send('nobody');`],
  ['comment markers inside a regular expression or a text', 'a.ts', `const a = /\\/\\/ nobody/, b = '// nobody';`],
  ['an opening of the list in Markdown', 'a.md', 'What it is, and how it works.'],
])('accepts %s', async (_case, file, text) => {
  expect(await lintText(file, text)).toEqual([]);
});

test('names the line of an offence', async () => {
  const [offence] = await lintText('a.ts', 'const a = 1;\n\n// The first line\n// and nobody else.\n');
  expect(offence).toMatchObject({ file: 'a.ts', line: 4 });
});
