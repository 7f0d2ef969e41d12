import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runs } from '../../../test/property-runs.ts';
import { NewcomerWatch } from './newcomer-watch.ts';
import { Slots, type SlotUser } from './concurrency-limiter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const by = (caller: string): SlotUser => ({ caller, priority: 'interactive', isProven: true });
const walk = (caller: string): SlotUser => ({ caller, priority: 'background', isProven: true });

test('whatever callers take and give back, no more are out than there are, and nobody alone has all while others are there', () => {
  const callers = ['a', 'b', 'c'] as const;
  const step = fc.record({ caller: fc.constantFrom(...callers), takes: fc.boolean(), afterMs: fc.nat(9000) });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.array(step, { maxLength: 60 }), (concurrency, steps) => {
      const slots = new Slots(concurrency, new NewcomerWatch());
      const own = { a: 0, b: 0, c: 0 };
      const greedy: string[] = [];
      for (const { caller, takes, afterMs } of steps) {
        vi.advanceTimersByTime(afterMs);
        const others = callers.filter((other) => other !== caller);
        const areBusy = others.some((other) => own[other] > 0);
        slots.see(by(caller));
        if (takes && slots.isFreeFor(by(caller))) {
          slots.take(by(caller));
          own[caller] += 1;
          const most = areBusy ? concurrency - 1 : concurrency;
          if (own[caller] > most) greedy.push(caller);
        } else if (!takes && own[caller] > 0) {
          slots.giveBack(by(caller));
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

test('a caller keeps its way while it has a slot, and for half a minute after its last request', () => {
  const slots = new Slots(2, new NewcomerWatch());
  slots.see(by('b'));
  slots.take(by('b'));
  vi.advanceTimersByTime(60_000);
  slots.see(by('a'));
  slots.take(by('a'));
  slots.giveBack(by('b'));
  expect(slots.isFreeFor(by('a'))).toBe(false);
  vi.advanceTimersByTime(30_001);
  expect(slots.isFreeFor(by('a'))).toBe(true);
});

test('a single slot is for whoever comes, and without a limit there are always some', () => {
  const one = new Slots(1, new NewcomerWatch());
  one.see(by('b'));
  expect(one.isFreeFor(by('a'))).toBe(true);
  one.take(by('a'));
  expect(one.isFreeFor(by('b'))).toBe(false);

  const unlimited = new Slots(Number.POSITIVE_INFINITY, new NewcomerWatch());
  unlimited.see(by('b'));
  for (let index = 0; index < 100; index += 1) unlimited.take(by('a'));
  expect(unlimited.isFreeFor(by('a'))).toBe(true);
});

test('nobody at a screen leaves a slot to a walk; walks leave one to everybody', () => {
  const slots = new Slots(2, new NewcomerWatch());
  slots.see(walk('w'));
  slots.see(walk('v'));
  slots.take(by('a'));
  expect(slots.isFreeFor(by('a'))).toBe(true);
  slots.giveBack(by('a'));
  slots.take(walk('w'));
  expect(slots.isFreeFor(walk('w')), 'a was just there').toBe(false);
  vi.advanceTimersByTime(29_000);
  slots.see(walk('v'));
  vi.advanceTimersByTime(2000);
  expect(slots.isFreeFor(walk('w')), 'v is still there').toBe(false);
  vi.advanceTimersByTime(29_000);
  expect(slots.isFreeFor(walk('w')), 'w is alone').toBe(true);
});

describe('while newcomers are suspect', () => {
  const newcomer = (caller: string): SlotUser => ({ caller, priority: 'interactive', isProven: false });
  function suspectSlots(concurrency: number): Slots {
    const newcomers = new NewcomerWatch();
    for (let index = 0; index < 50; index += 1) newcomers.refused();
    return new Slots(concurrency, newcomers);
  }

  test('they take the last free slot only each quarter of a second, where a proven caller is there', () => {
    const slots = suspectSlots(2);
    const takesLast = (caller: string): boolean => {
      if (!slots.isFreeFor(newcomer(caller))) return false;
      slots.take(newcomer(caller));
      slots.giveBack(newcomer(caller));
      return true;
    };
    slots.take(newcomer('x'));
    expect([takesLast('y'), takesLast('z')], 'nobody else is there').toEqual([true, true]);
    slots.see(walk('a'));
    expect(takesLast('y')).toBe(false);
    vi.advanceTimersByTime(250);
    expect([takesLast('y'), takesLast('z')]).toEqual([true, false]);
    expect(slots.isFreeFor(by('a'))).toBe(true);
  });

  test('a proven caller leaves no slot to them', () => {
    const slots = suspectSlots(2);
    slots.see(newcomer('x'));
    slots.take(by('a'));
    expect(slots.isFreeFor(by('a'))).toBe(true);
    slots.see(by('b'));
    expect(slots.isFreeFor(by('a'))).toBe(false);
  });
});
