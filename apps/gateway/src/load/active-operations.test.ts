import { expect, test } from 'vitest';
import { CallerShares } from './caller-shares.ts';
import { createActiveOperations } from './active-operations.ts';

function setUp() {
  let now = 0;
  const shares = new CallerShares();
  const waiting = createActiveOperations(shares, () => now);
  return {
    active: () => shares.total.active,
    activeOf: (caller: string) => shares.of(caller).active,
    begin: () => waiting.begin(shares.of('a')),
    /** Advances the clock by so many milliseconds, with that lag. */
    pass: (ms: number, lagMs = 0): void => {
      now += ms;
      waiting.sweep(lagMs);
    },
  };
}

test('an operation is active until one of its calls has been in flight for a quarter of a second', () => {
  const { active, begin, pass } = setUp();
  const operation = begin();
  operation.onCall();
  pass(249);
  expect(active()).toBe(1);
  pass(1);
  expect(active()).toBe(0);
  operation.onReturn();
  expect(active()).toBe(1);
  operation.onWritten();
  operation.onWritten();
  expect(active()).toBe(0);
});

test('an operation that computes for long without a call stays active', () => {
  const { activeOf, begin, pass } = setUp();
  begin();
  pass(10_000);
  expect(activeOf('a')).toBe(1);
});

test('while the loop lags, an operation waits only when its call is in flight for four times the lag', () => {
  const { active, begin, pass } = setUp();
  begin().onCall();
  pass(1000, 300);
  expect(active()).toBe(1);
  pass(200, 300);
  expect(active()).toBe(0);
});

test('when one of several calls returns, the operation is active again, for as long', () => {
  const { active, begin, pass } = setUp();
  const operation = begin();
  operation.onCall();
  operation.onCall();
  pass(300);
  operation.onReturn();
  pass(200);
  expect(active()).toBe(1);
  pass(50);
  expect(active()).toBe(0);
});

test('a call that returns after the end of its operation has no effect', () => {
  const { active, begin, pass } = setUp();
  const operation = begin();
  operation.onCall();
  pass(300);
  operation.onWritten();
  operation.onReturn();
  expect(active()).toBe(0);
});
