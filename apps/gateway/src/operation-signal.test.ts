import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { operationSignal } from './operation-signal.ts';

const LONG_MS = 60_000;

async function endOf(signal: AbortSignal): Promise<unknown> {
  if (!signal.aborted) {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
  }
  return signal.reason;
}

test('a caller that stays leaves the operation alone', () => {
  expect(operationSignal(new AbortController().signal, LONG_MS).aborted).toBe(false);
});

test('a caller that leaves ends the operation, with the caller’s reason', () => {
  const caller = new AbortController();
  const signal = operationSignal(caller.signal, LONG_MS);
  caller.abort('gone');
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBe('gone');
});

test('a caller that has left before the operation began ends it at once', () => {
  const signal = operationSignal(AbortSignal.abort('gone'), LONG_MS);
  expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
});

test('time that is up ends the operation with a TimeoutError, which tells it from a caller that left', async () => {
  expect(await endOf(operationSignal(new AbortController().signal, 1))).toMatchObject({ name: 'TimeoutError' });
});

test('a signal that is no real AbortSignal does, as Yoga’s own', () => {
  const listeners: (() => void)[] = [];
  const alike = {
    aborted: false,
    reason: 'gone',
    addEventListener: (_type: string, listener: () => void) => listeners.push(listener),
  };
  const signal = operationSignal(alike as unknown as AbortSignal, LONG_MS);
  expect(signal.aborted).toBe(false);
  listeners.forEach((listener) => listener());
  expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
});

test('nothing is kept for the time that is left when the answer is out', () => {
  vi.useFakeTimers();
  try {
    const answer = new EventEmitter();
    operationSignal(new AbortController().signal, LONG_MS, answer as never);
    expect(vi.getTimerCount()).toBe(1);
    answer.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
