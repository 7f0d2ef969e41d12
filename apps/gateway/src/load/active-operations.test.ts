import { expect, test } from 'vitest';
import { createCallerShares } from './caller-shares.ts';
import { createActiveOperations } from './active-operations.ts';

function setUp() {
  let now = 0;
  const active = createCallerShares();
  const waiting = createActiveOperations(active, () => now);
  return {
    active,
    waiting,
    /** Advances the clock by so many milliseconds, with that lag. */
    pass: (ms: number, lagMs = 0): void => {
      now += ms;
      waiting.sweep(lagMs);
    },
  };
}

test('an operation is active until one of its calls has been in flight for a quarter of a second', async () => {
  const { active, waiting, pass } = setUp();
  const operation = waiting.begin('a');
  const call = Promise.withResolvers<string>();
  const answer = operation.waitFor(call.promise);
  pass(249);
  expect(active.total).toBe(1);
  pass(1);
  expect(active.total).toBe(0);
  call.resolve('rows');
  expect(await answer).toBe('rows');
  expect(active.total).toBe(1);
  operation.end();
  operation.end();
  expect(active.total).toBe(0);
});

test('an operation that computes for long without a call stays active', () => {
  const { active, waiting, pass } = setUp();
  waiting.begin('a');
  pass(10_000);
  expect(active.of('a')).toBe(1);
});

test('while the loop lags, an operation waits only when its call is in flight for four times the lag', () => {
  const { active, waiting, pass } = setUp();
  void waiting.begin('a').waitFor(new Promise(() => undefined));
  pass(1000, 300);
  expect(active.total).toBe(1);
  pass(200, 300);
  expect(active.total).toBe(0);
});

test('when one of several calls returns, the operation is active again, for as long', async () => {
  const { active, waiting, pass } = setUp();
  const operation = waiting.begin('a');
  const first = Promise.withResolvers<void>();
  void operation.waitFor(new Promise(() => undefined));
  const done = operation.waitFor(first.promise);
  pass(300);
  first.resolve();
  await done;
  pass(200);
  expect(active.total).toBe(1);
  pass(50);
  expect(active.total).toBe(0);
});

test('a failed call makes its operation active again, and a call of a finished operation has no effect', async () => {
  const { active, waiting, pass } = setUp();
  const operation = waiting.begin('a');
  const call = Promise.withResolvers<void>();
  const failing = operation.waitFor(call.promise);
  pass(300);
  operation.end();
  call.reject(new Error('reset'));
  await expect(failing).rejects.toThrow('reset');
  expect(active.total).toBe(0);
});
