import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runs } from '../../../../test/property-runs.ts';
import { NewcomerWatch } from './newcomer-watch.ts';
import { ConcurrencyLimiter, type SlotHolder } from './concurrency-limiter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const by = (caller: string): SlotHolder => ({ caller, priority: 'interactive', isProven: true });
const walk = (caller: string): SlotHolder => ({ caller, priority: 'background', isProven: true });

test('no more slots are taken than there are, and no caller has all of them while others are present', () => {
  const callers = ['a', 'b', 'c'] as const;
  const step = fc.record({ caller: fc.constantFrom(...callers), takes: fc.boolean(), afterMs: fc.nat(9000) });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.array(step, { maxLength: 60 }), (concurrency, steps) => {
      const slots = new ConcurrencyLimiter(concurrency, new NewcomerWatch());
      const own = { a: 0, b: 0, c: 0 };
      const greedy: string[] = [];
      for (const { caller, takes, afterMs } of steps) {
        vi.advanceTimersByTime(afterMs);
        const others = callers.filter((other) => other !== caller);
        const areBusy = others.some((other) => own[other] > 0);
        slots.see(by(caller));
        if (takes && slots.isFreeFor(by(caller))) {
          slots.acquire(by(caller));
          own[caller] += 1;
          const most = areBusy ? concurrency - 1 : concurrency;
          if (own[caller] > most) greedy.push(caller);
        } else if (!takes && own[caller] > 0) {
          slots.release(by(caller));
          own[caller] -= 1;
        }
        expect(slots.inFlight).toBe(own.a + own.b + own.c);
        expect(slots.inFlight).toBeLessThanOrEqual(concurrency);
      }
      expect(greedy).toEqual([]);
    }),
    runs(200),
  );
});

test('a caller is left a slot while it has one, and for half a minute after its last request', () => {
  const slots = new ConcurrencyLimiter(2, new NewcomerWatch());
  slots.see(by('b'));
  slots.acquire(by('b'));
  vi.advanceTimersByTime(60_000);
  slots.see(by('a'));
  slots.acquire(by('a'));
  slots.release(by('b'));
  expect(slots.isFreeFor(by('a'))).toBe(false);
  vi.advanceTimersByTime(30_001);
  expect(slots.isFreeFor(by('a'))).toBe(true);
});

test('a single slot goes to any caller, and without a limit there are always some', () => {
  const one = new ConcurrencyLimiter(1, new NewcomerWatch());
  one.see(by('b'));
  expect(one.isFreeFor(by('a'))).toBe(true);
  one.acquire(by('a'));
  expect(one.isFreeFor(by('b'))).toBe(false);

  const unlimited = new ConcurrencyLimiter(Number.POSITIVE_INFINITY, new NewcomerWatch());
  unlimited.see(by('b'));
  for (let index = 0; index < 100; index += 1) unlimited.acquire(by('a'));
  expect(unlimited.isFreeFor(by('a'))).toBe(true);
});

test('interactive callers leave no slot to background traffic, which leaves one to all callers', () => {
  const slots = new ConcurrencyLimiter(2, new NewcomerWatch());
  slots.see(walk('w'));
  slots.see(walk('v'));
  slots.acquire(by('a'));
  expect(slots.isFreeFor(by('a'))).toBe(true);
  slots.release(by('a'));
  slots.acquire(walk('w'));
  expect(slots.isFreeFor(walk('w')), 'a was just there').toBe(false);
  vi.advanceTimersByTime(29_000);
  slots.see(walk('v'));
  vi.advanceTimersByTime(2000);
  expect(slots.isFreeFor(walk('w')), 'v is still there').toBe(false);
  vi.advanceTimersByTime(29_000);
  expect(slots.isFreeFor(walk('w')), 'w is alone').toBe(true);
});

describe('while newcomers are suspect', () => {
  const newcomer = (caller: string): SlotHolder => ({ caller, priority: 'interactive', isProven: false });
  function suspectSlots(concurrency: number): ConcurrencyLimiter {
    const newcomers = new NewcomerWatch();
    for (let index = 0; index < 50; index += 1) newcomers.refused();
    return new ConcurrencyLimiter(concurrency, newcomers);
  }

  test('suspect newcomers take the last free slot at most every 250 ms while a proven caller is present', () => {
    const slots = suspectSlots(2);
    const takesLast = (caller: string): boolean => {
      if (!slots.isFreeFor(newcomer(caller))) return false;
      slots.acquire(newcomer(caller));
      slots.release(newcomer(caller));
      return true;
    };
    slots.acquire(newcomer('x'));
    expect([takesLast('y'), takesLast('z')], 'no other caller is present').toEqual([true, true]);
    slots.see(walk('a'));
    expect(takesLast('y')).toBe(false);
    vi.advanceTimersByTime(250);
    expect([takesLast('y'), takesLast('z')]).toEqual([true, false]);
    expect(slots.isFreeFor(by('a'))).toBe(true);
  });

  test('a proven caller leaves no slot to suspect newcomers', () => {
    const slots = suspectSlots(2);
    slots.see(newcomer('x'));
    slots.acquire(by('a'));
    expect(slots.isFreeFor(by('a'))).toBe(true);
    slots.see(by('b'));
    expect(slots.isFreeFor(by('a'))).toBe(false);
  });
});
