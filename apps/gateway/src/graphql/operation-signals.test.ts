import { EventEmitter } from 'node:events';
import { Cancellation, type CancelSignal } from '@contacts/core';
import { expect, test, vi } from 'vitest';
import { createOperationSignals } from './operation-signals.ts';

/** In which nobody's time is up. */
const signals = createOperationSignals(60_000);

async function endOf(signal: CancelSignal): Promise<unknown> {
  if (!signal.aborted) {
    await new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
    });
  }
  return signal.reason;
}

test('a caller that stays leaves the operation alone', () => {
  expect(signals.of(new AbortController().signal).aborted).toBe(false);
});

test('a caller that leaves ends the operation, with the caller’s reason', () => {
  const caller = new AbortController();
  const signal = signals.of(caller.signal);
  caller.abort('gone');
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBe('gone');
});

test('a caller that has left before the operation began ends it at once', () => {
  const signal = signals.of(AbortSignal.abort('gone'));
  expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
});

test('time that is up ends the operation with a TimeoutError, which tells it from a caller that left', async () => {
  expect(await endOf(createOperationSignals(1).of(new AbortController().signal))).toMatchObject({
    name: 'TimeoutError',
  });
});

test('a signal that is no real AbortSignal does, as Yoga’s own', () => {
  const listeners: (() => void)[] = [];
  const alike = {
    aborted: false,
    reason: 'gone',
    addEventListener: (_type: string, listener: () => void) => listeners.push(listener),
  };
  const signal = signals.of(alike as unknown as CancelSignal);
  expect(signal.aborted).toBe(false);
  listeners.forEach((listener) => listener());
  expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
});

test('time can be up for all that are under way, and for those alone', async () => {
  const own = createOperationSignals(60_000);
  const answered = new EventEmitter();
  const over = own.of(new AbortController().signal, answered as never);
  answered.emit('close');
  const underWay = [0, 1].map(() => own.of(new AbortController().signal, new EventEmitter() as never));
  own.endAll();
  for (const signal of underWay) expect(await endOf(signal)).toMatchObject({ name: 'TimeoutError' });
  expect(over.aborted).toBe(false);
  expect(own.of(new AbortController().signal).aborted).toBe(false);
});

test('whose time is up is not told again', async () => {
  const own = createOperationSignals(1);
  await endOf(own.of(new AbortController().signal));
  const abort = vi.spyOn(Cancellation.prototype, 'abort');
  own.endAll();
  expect(abort).not.toHaveBeenCalled();
  abort.mockRestore();
});

test('nothing is kept for the time that is left when the answer is out', () => {
  vi.useFakeTimers();
  try {
    const answer = new EventEmitter();
    signals.of(new AbortController().signal, answer as never);
    expect(vi.getTimerCount()).toBe(1);
    answer.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
