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
    /** Goes on by so many milliseconds, as late as that. */
    pass: (ms: number, lagMs = 0): void => {
      now += ms;
      waiting.sweep(lagMs);
    },
  };
}

test('an operation is active until a call of its own has been out for a quarter of a second', async () => {
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

test('one that works for long without a call stays active', () => {
  const { active, waiting, pass } = setUp();
  waiting.begin('a');
  pass(10_000);
  expect(active.of('a')).toBe(1);
});

test('while the loop is late, its answer may be here already: it waits when it is out for four times as long', () => {
  const { active, waiting, pass } = setUp();
  void waiting.begin('a').waitFor(new Promise(() => undefined));
  pass(1000, 300);
  expect(active.total).toBe(1);
  pass(200, 300);
  expect(active.total).toBe(0);
});

test('one of several calls that comes back makes it active, for as long again', async () => {
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

test('a call that fails comes back, and nothing comes of one whose operation has ended', async () => {
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
