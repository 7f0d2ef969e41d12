import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDescriptors } from './descriptors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('warns when no file can be opened any more, at once and then once a minute', async () => {
  const reasons: (string | undefined)[] = [];
  const told: object[] = [];
  const stop = watchDescriptors({
    warn: (_message, details) => told.push(details),
    tryToOpen: () => Promise.resolve(reasons.shift()),
  });
  reasons.push(undefined, 'EACCES', 'EMFILE');
  await vi.advanceTimersByTimeAsync(2000);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual([{ reason: 'EMFILE' }]);
  reasons.push(...Array.from({ length: 60 }, () => 'EMFILE'));
  await vi.advanceTimersByTimeAsync(59_000);
  expect(told).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toHaveLength(2);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
