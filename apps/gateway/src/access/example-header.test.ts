import { expect, test } from 'vitest';
import type { Access } from '../config/access-config.ts';
import { accessWarnings, exampleHeader } from './example-header.ts';

const held = { apiKey: 'vibe_secret' } as const;
const forwarded = { platformSessions: false } as const;

test.each<[Access, string | undefined, string | null]>([
  [{ mode: 'pass-through', ...forwarded }, 'vibe_api_sandbox', 'X-Api-Key: vibe_api_sandbox'],
  [{ mode: 'pass-through', ...forwarded }, undefined, 'X-Api-Key: YOUR_API_KEY'],
  [{ mode: 'app-key', ...held, ...forwarded }, 'vibe_api_sandbox', 'Authorization: Bearer YOUR_SESSION'],
  [
    { mode: 'personal-key', ...held, callers: { kind: 'tokens', hashes: [] } },
    undefined,
    'Authorization: Bearer YOUR_TOKEN',
  ],
  [{ mode: 'personal-key', ...held, callers: null }, undefined, null],
])('%j: the welcome text shows the header that callers need', (access, sandboxKey, expected) => {
  expect(exampleHeader(access, sandboxKey)).toBe(expected);
});

test('warns of a personal key that any program on the machine can use, without the key', () => {
  expect(accessWarnings({ mode: 'pass-through', ...forwarded })).toEqual([]);
  const [warning = ''] = accessWarnings({ mode: 'personal-key', ...held, callers: null });
  expect(warning).toContain('CALLER_TOKENS');
  expect(warning).not.toContain('vibe_secret');
});
