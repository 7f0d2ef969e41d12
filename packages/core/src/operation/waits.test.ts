import { expect, test } from 'vitest';
import { UpstreamError } from '../errors.ts';
import { Caller } from '../operation.ts';
import { createReferences } from '../planning/references.ts';

test.each<[string, () => Promise<never>]>([
  ['a call that fails', () => Promise.reject(new UpstreamError('unavailable', 'no'))],
  [
    'a call that throws',
    () => {
      throw new UpstreamError('unavailable', 'no');
    },
  ],
])('an operation waits for %s until it has failed', async (_, request) => {
  const seen: string[] = [];
  const caller = new Caller(
    {
      upstream: { request: () => (seen.push('sent'), request()) } as never,
      references: createReferences({ ttlMs: 0 }),
      paging: {} as never,
    },
    { apiKey: 'k' },
    { waits: { onCall: () => void seen.push('call'), onReturn: () => void seen.push('return') } },
  );
  await expect(caller.user(1)).rejects.toThrow('no');
  expect(seen).toEqual(['call', 'sent', 'return']);
});
