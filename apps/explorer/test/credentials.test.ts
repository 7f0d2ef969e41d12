import { expect, test } from 'vitest';
import { headersOf, problemOf, readCredentials, storeCredentials } from '../src/access/credentials.ts';
import type { PageOptions } from '../src/page-options.ts';

/** The part of a tab's storage that is used. */
function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => items.set(name, value),
  } as unknown as Storage;
}

const options = (part: Partial<PageOptions>): PageOptions => ({
  mode: 'pass-through',
  needsSession: false,
  demoKey: undefined,
  graphiql: true,
  ...part,
});
const none = { key: '', session: '' };

test.each([
  ['a caller brings a key', {}, null],
  ['there is a key of the sandbox', { demoKey: 'vibe_api_sandbox' }, { key: 'vibe_api_sandbox', session: '' }],
  ['the gateway holds a key of an app', { mode: 'app-key', needsSession: true }, null],
  ['the platform adds the session', { mode: 'app-key' }, none],
  ['the gateway holds a key of a person', { mode: 'personal-key' }, none],
] as const)('where %s, the page begins with %o', (_name, part, expected) => {
  expect(readCredentials(createStorage(), options(part))).toEqual(expected);
});

test('credentials that were entered in the tab have precedence, and become headers', () => {
  const storage = createStorage();
  storeCredentials(storage, { key: 'vibe_app_x', session: 's' });
  const read = readCredentials(storage, options({ demoKey: 'vibe_api_sandbox' })) ?? none;
  expect(headersOf(read)).toEqual({ 'x-api-key': 'vibe_app_x', authorization: 'Bearer s' });
  expect(headersOf(none)).toEqual({});
});

test('a key that no header can hold is rejected before it is sent, without repeating it', () => {
  for (const key of ['a b', 'ключ', 'a\u0000b']) {
    expect(problemOf('key', key, true)).toMatch(/^The key holds a space or a letter outside ASCII/);
    expect(problemOf('key', key, true)).not.toContain(key);
  }
  expect([problemOf('key', '', true), problemOf('session', '', false)]).toEqual([
    'The key is missing. Paste it here.',
    undefined,
  ]);
});
