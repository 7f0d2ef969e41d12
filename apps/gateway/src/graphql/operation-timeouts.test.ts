import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOperationSignals, type OperationSignals } from './operation-signals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Begins an operation, and returns it with the function that ends its response. */
function begin(signals: OperationSignals) {
  const response = new EventEmitter();
  const operation = signals.of(new AbortController().signal, response as never);
  return { operation, release: () => response.emit('close') };
}

test('each operation is aborted after its own duration, with one timer for all of them', () => {
  const limit = createOperationSignals(1000);
  const first = begin(limit);
  vi.advanceTimersByTime(400);
  const [second, third] = [begin(limit), begin(limit)];
  vi.advanceTimersByTime(500);
  const last = begin(limit);
  expect(vi.getTimerCount()).toBe(1);
  second.release();
  const aborted = (): boolean[] => [first, second, third, last].map(({ operation }) => operation.aborted);
  vi.advanceTimersByTime(99);
  expect(aborted()).toEqual([false, false, false, false]);
  vi.advanceTimersByTime(1);
  expect(aborted()).toEqual([true, false, false, false]);
  expect(first.operation.reason).toMatchObject({ name: 'TimeoutError' });
  vi.advanceTimersByTime(399);
  expect(aborted()).toEqual([true, false, false, false]);
  vi.advanceTimersByTime(1);
  expect(aborted()).toEqual([true, false, true, false]);
  vi.advanceTimersByTime(500);
  expect(aborted()).toEqual([true, false, true, true]);
  expect(vi.getTimerCount()).toBe(0);
});

test('the timer stays set until the last operation is released', () => {
  const limit = createOperationSignals(1000);
  const [first, second] = [begin(limit), begin(limit)];
  first.release();
  first.release();
  expect(vi.getTimerCount()).toBe(1);
  second.release();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5000);
  expect([first.operation.aborted, second.operation.aborted]).toEqual([false, false]);
});

test('an operation that begins after all others were aborted has its whole duration', () => {
  const limit = createOperationSignals(1000);
  const early = begin(limit);
  limit.endAll();
  expect(early.operation.aborted).toBe(true);
  vi.advanceTimersByTime(700);
  const { operation } = begin(limit);
  vi.advanceTimersByTime(999);
  expect(operation.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(operation.aborted).toBe(true);
});
