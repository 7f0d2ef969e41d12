import { parser } from 'keep-a-changelog';
import { expect, test } from 'vitest';
import { readProjectFile } from './markdown.ts';

test('CHANGELOG.md is in the form of Keep a Changelog and knows the version of package.json', () => {
  const { releases } = parser(readProjectFile('CHANGELOG.md'));
  const { version } = JSON.parse(readProjectFile('package.json')) as { version: string };
  const [unreleased, newest] = releases;
  expect(unreleased?.version).toBeUndefined();
  expect(newest?.version).toBe(version);
});
