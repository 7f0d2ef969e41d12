import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultLimits, defaultSwitches, keys, sessions } from '../src/index.ts';

test('REFERENCE.md names every switch, limit, key and session', async () => {
  const text = await readFile(new URL('../REFERENCE.md', import.meta.url), 'utf8');
  const names = [
    ...Object.keys(defaultSwitches),
    ...Object.keys(defaultLimits),
    ...Object.values(keys),
    ...Object.values(sessions),
  ];
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
