import { describe, expect, test } from 'vitest';
import { type Admission, createAdmission, type Place, type Refusal, type Ticket } from './admission-control.ts';

const off = { maxInFlight: 0, maxInFlightPerCaller: 0, shedLagMs: 0, shedInFlight: 1 };

/** Where a request gets that is complete at once. */
function tryToEnter(admission: Admission, caller: string): Place | Refusal {
  const ticket = admission.look(() => caller);
  return typeof ticket === 'string' ? ticket : ticket.enter();
}

function enter(admission: Admission, caller = 'a'): Place {
  const place = tryToEnter(admission, caller);
  expect(place).not.toBeTypeOf('string');
  return place as Place;
}

describe('the number in flight', () => {
  test('is bounded, and a place that is given back is taken again', () => {
    const admission = createAdmission({ ...off, maxInFlight: 2 }, () => 0);
    const first = enter(admission);
    enter(admission, 'b');
    expect(tryToEnter(admission, 'c')).toBe('in-flight');
    expect(admission.inFlight).toBe(2);
    first.leave();
    enter(admission, 'c');
  });

  test('a place given back twice is one place', () => {
    const admission = createAdmission({ ...off, maxInFlight: 2 }, () => 0);
    const first = enter(admission);
    enter(admission);
    first.leave();
    first.leave();
    expect(admission.inFlight).toBe(1);
    enter(admission);
    expect(tryToEnter(admission, 'a')).toBe('in-flight');
  });
});

test('a request that is not complete has no place; when it is, there may be none left', () => {
  const admission = createAdmission({ ...off, maxInFlight: 2, maxInFlightPerCaller: 1 }, () => 0);
  const [early, late, same] = ['early', 'late', 'early'].map((caller) => admission.look(() => caller) as Ticket);
  expect(admission.inFlight).toBe(0);
  const place = early?.enter() as Place;
  expect(same?.enter()).toBe('caller');
  enter(admission, 'other');
  expect(late?.enter()).toBe('in-flight');
  place.leave();
  expect(late?.enter()).not.toBeTypeOf('string');
});

test('one caller never has more than its share, whatever the others do', () => {
  const admission = createAdmission({ ...off, maxInFlight: 10, maxInFlightPerCaller: 2 }, () => 0);
  const places = [enter(admission, 'a'), enter(admission, 'a')];
  for (let attempt = 0; attempt < 100; attempt += 1) expect(tryToEnter(admission, 'a')).toBe('caller');
  enter(admission, 'b');
  places[0]?.leave();
  enter(admission, 'a');
});

describe('the last places', () => {
  test('are for callers who have few: one that has many is rejected before all are taken', () => {
    const admission = createAdmission({ ...off, maxInFlight: 8 }, () => 0);
    enter(admission, 'modest');
    for (let count = 0; count < 5; count += 1) enter(admission, 'greedy');
    expect(tryToEnter(admission, 'greedy')).toBe('in-flight');
    enter(admission, 'modest');
    enter(admission, 'newcomer');
    expect(admission.inFlight).toBe(8);
    expect(tryToEnter(admission, 'another')).toBe('in-flight');
  });

  test('are one caller’s, too, while there is no other', () => {
    const admission = createAdmission({ ...off, maxInFlight: 8 }, () => 0);
    for (let count = 0; count < 8; count += 1) enter(admission, 'alone');
    expect(admission.inFlight).toBe(8);
  });
});

describe('lag', () => {
  const limits = { ...off, shedLagMs: 10, shedInFlight: 4 };

  /** An admission whose lag and clock a test sets. */
  function setUp() {
    let [lag, now] = [0, 0];
    const admission = createAdmission(
      limits,
      () => lag,
      () => now,
    );
    return {
      admission,
      /** Is so late for some samples of 25 ms. */
      late(lagMs: number, samples = 1): void {
        lag = lagMs;
        for (let count = 0; count < samples; count += 1) {
          now += 25;
          admission.sawLag(lagMs);
        }
      },
      pass: (ms: number): void => void (now += ms),
    };
  }
  const enterAll = ({ admission }: ReturnType<typeof setUp>, count: number, caller = 'a'): readonly Place[] =>
    Array.from({ length: count }, () => enter(admission, caller));
  const shedsFor = ({ admission }: ReturnType<typeof setUp>, caller: string): boolean => {
    const ticket = admission.look(() => caller);
    return ticket === 'lag';
  };
  /** Late for longer than a process may be that has just started. */
  const SUSTAINED = 3000 / 25 + 1;

  test.each([
    { name: 'late with nothing in flight, as at a cold start', lagMs: 5000, samples: SUSTAINED, inFlight: 0 },
    { name: 'late with few in flight', lagMs: 5000, samples: SUSTAINED, inFlight: 3 },
    { name: 'many in flight without lag, as behind a slow upstream', lagMs: 9, samples: SUSTAINED, inFlight: 500 },
    { name: 'a late turn with many in flight', lagMs: 5000, samples: 1, inFlight: 500 },
  ])('$name: let in', ({ lagMs, samples, inFlight }) => {
    const set = setUp();
    enterAll(set, inFlight);
    set.late(0);
    set.late(lagMs, samples);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('late for long with many in flight: callers that have others under way are rejected', () => {
    const set = setUp();
    enterAll(set, 6);
    set.late(10, SUSTAINED);
    expect(shedsFor(set, 'a')).toBe(true);
    expect(shedsFor(set, 'newcomer')).toBe(false);
  });

  test('newcomers are let in up to a limit of their own', () => {
    const set = setUp();
    enterAll(set, 6);
    set.late(10, SUSTAINED);
    for (let count = 0; count < 5; count += 1) enter(set.admission, `newcomer ${count}`);
    expect(shedsFor(set, 'one more')).toBe(true);
  });

  test('before the limit is reached, callers over their share are rejected', () => {
    const set = setUp();
    enterAll(set, 2);
    enterAll(set, 1, 'b');
    enterAll(set, 3, 'c').forEach((place) => place.leave());
    set.late(10, SUSTAINED);
    enterAll(set, 1, 'd');
    expect(set.admission.active).toBe(4);
    expect(shedsFor(set, 'a')).toBe(true);
  });

  test('operations that wait for the upstream do not count', () => {
    const set = setUp();
    for (const place of enterAll(set, 200)) void place.waitFor(new Promise(() => undefined));
    set.pass(1000);
    set.late(10, SUSTAINED);
    expect([set.admission.inFlight, set.admission.active]).toEqual([200, 0]);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('nor do answers that are written and not yet taken', () => {
    const set = setUp();
    for (const place of enterAll(set, 200)) place.written();
    set.late(10, SUSTAINED);
    expect([set.admission.inFlight, set.admission.active]).toEqual([200, 0]);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('one late turn does not take in whatever has come meanwhile', () => {
    const set = setUp();
    set.late(0);
    set.late(5000);
    let letIn = 0;
    while (letIn < 1000 && !shedsFor(set, 'a')) {
      enter(set.admission, 'a');
      letIn += 1;
    }
    // A process that has just started may have five times as many as one that is late for long.
    expect(letIn).toBe(5 * limits.shedInFlight);
  });

  test('once it was late, more come in only as the loop keeps up with them', () => {
    const set = setUp();
    const places = enterAll(set, 20);
    set.late(1000, 2 * SUSTAINED);
    for (const place of places.slice(4)) place.leave();
    set.late(0, 0);
    expect(shedsFor(set, 'a')).toBe(true);
    set.late(0);
    enter(set.admission);
    expect(shedsFor(set, 'a')).toBe(true);
  });

  test('who is refused takes no place', () => {
    const set = setUp();
    enterAll(set, 6);
    set.late(1000, SUSTAINED);
    for (let attempt = 0; attempt < 10; attempt += 1) expect(shedsFor(set, 'a')).toBe(true);
    expect(set.admission.inFlight).toBe(6);
  });
});

test('everything can be switched off', () => {
  const admission = createAdmission(off, () => 1e6);
  for (let count = 0; count < 5000; count += 1) enter(admission);
  expect(admission.inFlight).toBe(5000);
});
