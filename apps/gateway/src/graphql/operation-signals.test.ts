import { EventEmitter } from 'node:events';
import { Cancellation, type CancelSignal } from '@contacts/core';
import { expect, test, vi } from 'vitest';
import { createOperationSignals } from './operation-signals.ts';

/** A timeout that no test reaches. */
const signals = createOperationSignals(60_000);

async function endOf(signal: CancelSignal): Promise<unknown> {
  if (!signal.aborted) {
    await new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
    });
  }
  return signal.reason;
}

test('a client that stays connected does not end the operation', () => {
  expect(signals.of(new AbortController().signal).aborted).toBe(false);
});

test('a client that disconnects aborts the operation with the client’s reason', () => {
  const caller = new AbortController();
  const signal = signals.of(caller.signal);
  caller.abort('gone');
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBe('gone');
});

test('a client that disconnected before the operation began aborts it at once', () => {
  const signal = signals.of(AbortSignal.abort('gone'));
  expect([signal.aborted, signal.reason]).toEqual([true, 'gone']);
});

test('a timeout aborts the operation with a TimeoutError, other than a client that disconnects', async () => {
  expect(await endOf(createOperationSignals(1).of(new AbortController().signal))).toMatchObject({
    name: 'TimeoutError',
  });
});

test('a signal that is not a native AbortSignal is accepted, as Yoga passes one', () => {
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

test('all operations in flight can be timed out at once, later ones are not affected', async () => {
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

test('an operation that has timed out is not aborted again', async () => {
  const own = createOperationSignals(1);
  await endOf(own.of(new AbortController().signal));
  const abort = vi.spyOn(Cancellation.prototype, 'abort');
  own.endAll();
  expect(abort).not.toHaveBeenCalled();
  abort.mockRestore();
});

test('the timer of an operation is cleared when its response is sent', () => {
  vi.useFakeTimers();
  try {
    const answer = new EventEmitter();
    createOperationSignals(60_000).of(new AbortController().signal, answer as never);
    expect(vi.getTimerCount()).toBe(1);
    answer.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
