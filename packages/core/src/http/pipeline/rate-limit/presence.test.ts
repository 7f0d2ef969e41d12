import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runs } from '../../../../test/property-runs.ts';
import { Presence } from './presence.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a caller is present in flight and for half a minute after its last request, as in a list of all requests', () => {
  const callers = ['a', 'b', 'c', 'd'] as const;
  const step = fc.record({
    caller: fc.constantFrom(...callers),
    does: fc.constantFrom('see', 'begin', 'end'),
    afterMs: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const presence = new Presence();
      const seenAt = new Map<string, number>();
      const inFlight = { a: 0, b: 0, c: 0, d: 0 };
      const isPresent = (caller: (typeof callers)[number]): boolean =>
        inFlight[caller] > 0 || performance.now() - (seenAt.get(caller) ?? Number.NEGATIVE_INFINITY) <= 30_000;
      for (const { caller, does, afterMs } of steps) {
        vi.advanceTimersByTime(afterMs);
        if (does === 'end' && inFlight[caller] === 0) continue;
        presence[does](caller);
        if (does === 'begin') inFlight[caller] += 1;
        else seenAt.set(caller, performance.now());
        if (does === 'end') inFlight[caller] -= 1;
        expect(callers.map((each) => presence.inFlightOf(each))).toEqual(Object.values(inFlight));
        expect(presence.hasOther()).toBe(callers.some(isPresent));
        expect(callers.map((each) => presence.hasOther(each))).toEqual(
          callers.map((each) => callers.some((other) => other !== each && isPresent(other))),
        );
      }
    }),
    runs(300),
  );
});
