import { execFileSync } from 'node:child_process';
import jsTokens from 'js-tokens';
import { analyse } from 'scslre';
import { expect, test } from 'vitest';
import { readProjectFile } from './markdown.ts';

/** Returns the regular expressions of a source file, as they are written. */
function literalsIn(file: string): readonly string[] {
  const tokens = jsTokens(readProjectFile(file), { jsx: file.endsWith('x') });
  return Array.from(tokens)
    .filter(({ type }) => type === 'RegularExpressionLiteral')
    .map(({ value }) => value);
}

/** True if there are texts for which the time of a match grows faster than their length. */
function isSuperLinear(literal: string): boolean {
  const end = literal.lastIndexOf('/');
  const { reports } = analyse({ source: literal.slice(1, end), flags: literal.slice(end + 1) });
  return reports.length > 0;
}

test.each([String.raw`/\s*Did you mean/`, String.raw`/(a+)+b/`, String.raw`/^a*a*$/`])(
  'the check finds that %s is super-linear',
  (literal) => {
    expect(isSuperLinear(literal)).toBe(true);
  },
);

test('no regular expression outside tests is super-linear', () => {
  const listed = execFileSync('git', ['ls-files', 'packages', 'apps', 'scripts'], { encoding: 'utf8' });
  const files = listed
    .split('\n')
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !/\/test\/|\.test(?:-d)?\.[jt]sx?$/.test(file));
  const literals = files.flatMap((file) => literalsIn(file).map((literal) => ({ file, literal })));
  expect(literals.length).toBeGreaterThan(50);
  expect(literals.filter(({ literal }) => isSuperLinear(literal))).toEqual([]);
});
