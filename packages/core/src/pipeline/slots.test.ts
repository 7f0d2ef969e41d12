import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { Slots, type SlotUser } from './slots.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const by = (caller: string): SlotUser => ({ caller, priority: 'interactive' });
const walk = (caller: string): SlotUser => ({ caller, priority: 'background' });

test('whatever callers take and give back, no more are out than there are, and nobody alone has all while others are there', () => {
  const callers = ['a', 'b', 'c'] as const;
  const step = fc.record({ caller: fc.constantFrom(...callers), takes: fc.boolean(), afterMs: fc.nat(9000) });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.array(step, { maxLength: 60 }), (concurrency, steps) => {
      const slots = new Slots(concurrency);
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
  const slots = new Slots(2);
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
  const one = new Slots(1);
  one.see(by('b'));
  expect(one.isFreeFor(by('a'))).toBe(true);
  one.take(by('a'));
  expect(one.isFreeFor(by('b'))).toBe(false);

  const unlimited = new Slots(Number.POSITIVE_INFINITY);
  unlimited.see(by('b'));
  for (let index = 0; index < 100; index += 1) unlimited.take(by('a'));
  expect(unlimited.isFreeFor(by('a'))).toBe(true);
});

test('nobody at a screen leaves a slot to a walk; walks leave one to everybody', () => {
  const slots = new Slots(2);
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
