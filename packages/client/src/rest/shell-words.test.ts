import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWords } from './shell-words.ts';

it.each([
  [String.raw`a 'b c' "d \" \$ \x" e\ f ''`, ['a', 'b c', String.raw`d " $ \x`, 'e f', '']],
  ['a \\\n  b\\\nc', ['a', 'bc']],
  [String.raw`$'it\'s\n\u00e9\x41' x`, ["it's\né\u0041", 'x']],
  ["pre'fix'ed", ['prefixed']],
  ['$HOME `id` $(id)', ['$HOME', '`id`', '$(id)']],
  ['', []],
])('%j is divided as a shell does, with nothing run', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});

it.each(['"open', "'open", "$'open"])('rejects %j, whose quote is not closed', (text) => {
  expect(() => shellWords(text)).toThrow('not closed');
});

it('any word that is quoted for a shell comes back as it was', () => {
  const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(shellWords(words.map(quote).join(' '))).toEqual(words);
    }),
  );
});

it('a shell divides the same', () => {
  const text = String.raw`a 'b c' "d \" \\ \x" e\ f pre'fix'ed`;
  expect(
    execFileSync('/bin/sh', ['-c', `printf '%s\n' ${text}`], { encoding: 'utf8' })
      .trimEnd()
      .split('\n'),
  ).toEqual(shellWords(text));
});
