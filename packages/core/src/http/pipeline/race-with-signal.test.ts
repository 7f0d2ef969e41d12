import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { errorOf, failure } from '../../../test/stub-send.ts';
import { timeUp } from './deadline.ts';
import { raceWithSignal } from './race-with-signal.ts';

const forever = new Promise<never>(() => undefined);

test('the race has the outcome of the work, and leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  expect(await raceWithSignal(Promise.resolve(1), signal, 'GET /v1/me')).toBe(1);
  const failed = failure('network');
  expect(await errorOf(raceWithSignal(Promise.reject(failed), signal, 'GET /v1/me'))).toBe(failed);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('without a signal the race is the work', async () => {
  expect(await raceWithSignal(Promise.resolve(1), undefined, 'GET /v1/me')).toBe(1);
});

test.each([
  ['aborted', undefined, 'cancelled'],
  ['timed out', timeUp(), 'timeout'],
] as const)('a signal that has %s ends the race at once, and calls onEnd in the same tick', async (_, reason, code) => {
  const ending = new AbortController();
  const onEnd = vi.fn<() => void>();
  const asked = errorOf(raceWithSignal(forever, ending.signal, 'GET /v1/me', onEnd));
  expect(onEnd).not.toHaveBeenCalled();
  ending.abort(reason);
  expect(onEnd).toHaveBeenCalledOnce();
  expect(await asked).toMatchObject({ code });
  expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
});

test('a signal aborted before the race ends it at once', async () => {
  const onEnd = vi.fn<() => void>();
  expect(await errorOf(raceWithSignal(forever, AbortSignal.abort(), 'GET /v1/me', onEnd))).toMatchObject({
    code: 'cancelled',
  });
  expect(onEnd).toHaveBeenCalledOnce();
});

test('work that fails after the signal aborted causes no unhandled rejection', async () => {
  const late = Promise.withResolvers<never>();
  expect(await errorOf(raceWithSignal(late.promise, AbortSignal.abort(), 'GET /v1/me'))).toMatchObject({
    code: 'cancelled',
  });
  late.reject(new Error('nobody waits for this'));
  await new Promise(setImmediate);
});
