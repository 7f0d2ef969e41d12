import { describe, expect, test } from 'vitest';
import {
  type AdmissionControl,
  createAdmissionControl,
  type Permit,
  type ShedReason,
  type AdmittedRequest,
} from './admission-control.ts';

const off = { maxInFlight: 0, maxInFlightPerCaller: 0, shedLagMs: 0, shedInFlight: 1 };

/** Where a request gets that is complete at once. */
function tryToAcquire(admission: AdmissionControl, caller: string): Permit | ShedReason {
  const checked = admission.check(() => caller);
  return typeof checked === 'string' ? checked : checked.acquire();
}

function acquire(admission: AdmissionControl, caller = 'a'): Permit {
  const permit = tryToAcquire(admission, caller);
  expect(permit).not.toBeTypeOf('string');
  return permit as Permit;
}

describe('the number in flight', () => {
  test('is bounded, and a permit that is given back is taken again', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 2 }, () => 0);
    const first = acquire(admission);
    acquire(admission, 'b');
    expect(tryToAcquire(admission, 'c')).toBe('in-flight');
    expect(admission.inFlight).toBe(2);
    first.release();
    acquire(admission, 'c');
  });

  test('a permit given back twice is one permit', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 2 }, () => 0);
    const first = acquire(admission);
    acquire(admission);
    first.release();
    first.release();
    expect(admission.inFlight).toBe(1);
    acquire(admission);
    expect(tryToAcquire(admission, 'a')).toBe('in-flight');
  });
});

test('a request that is not complete has no permit; when it is, there may be none left', () => {
  const admission = createAdmissionControl({ ...off, maxInFlight: 2, maxInFlightPerCaller: 1 }, () => 0);
  const [early, late, same] = ['early', 'late', 'early'].map(
    (caller) => admission.check(() => caller) as AdmittedRequest,
  );
  expect(admission.inFlight).toBe(0);
  const permit = early?.acquire() as Permit;
  expect(same?.acquire()).toBe('caller');
  acquire(admission, 'other');
  expect(late?.acquire()).toBe('in-flight');
  permit.release();
  expect(late?.acquire()).not.toBeTypeOf('string');
});

test('one caller never has more than its share, whatever the others do', () => {
  const admission = createAdmissionControl({ ...off, maxInFlight: 10, maxInFlightPerCaller: 2 }, () => 0);
  const permits = [acquire(admission, 'a'), acquire(admission, 'a')];
  for (let attempt = 0; attempt < 100; attempt += 1) expect(tryToAcquire(admission, 'a')).toBe('caller');
  acquire(admission, 'b');
  permits[0]?.release();
  acquire(admission, 'a');
});

describe('the last permits', () => {
  test('are for callers who have few: one that has many is rejected before all are taken', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 8 }, () => 0);
    acquire(admission, 'modest');
    for (let count = 0; count < 5; count += 1) acquire(admission, 'greedy');
    expect(tryToAcquire(admission, 'greedy')).toBe('in-flight');
    acquire(admission, 'modest');
    acquire(admission, 'newcomer');
    expect(admission.inFlight).toBe(8);
    expect(tryToAcquire(admission, 'another')).toBe('in-flight');
  });

  test('are one caller’s, too, while there is no other', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 8 }, () => 0);
    for (let count = 0; count < 8; count += 1) acquire(admission, 'alone');
    expect(admission.inFlight).toBe(8);
  });
});

describe('lag', () => {
  const limits = { ...off, shedLagMs: 10, shedInFlight: 4 };

  /** An admission whose lag and clock a test sets. */
  function setUp() {
    let [lag, now] = [0, 0];
    const admission = createAdmissionControl(
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
          admission.sampleLag(lagMs);
        }
      },
      pass: (ms: number): void => void (now += ms),
    };
  }
  const acquireAll = ({ admission }: ReturnType<typeof setUp>, count: number, caller = 'a'): readonly Permit[] =>
    Array.from({ length: count }, () => acquire(admission, caller));
  const shedsFor = ({ admission }: ReturnType<typeof setUp>, caller: string): boolean => {
    const checked = admission.check(() => caller);
    return checked === 'lag';
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
    acquireAll(set, inFlight);
    set.late(0);
    set.late(lagMs, samples);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('late for long with many in flight: callers that have others under way are rejected', () => {
    const set = setUp();
    acquireAll(set, 6);
    set.late(10, SUSTAINED);
    expect(shedsFor(set, 'a')).toBe(true);
    expect(shedsFor(set, 'newcomer')).toBe(false);
  });

  test('newcomers are let in up to a limit of their own', () => {
    const set = setUp();
    acquireAll(set, 6);
    set.late(10, SUSTAINED);
    for (let count = 0; count < 5; count += 1) acquire(set.admission, `newcomer ${count}`);
    expect(shedsFor(set, 'one more')).toBe(true);
  });

  test('before the limit is reached, callers over their share are rejected', () => {
    const set = setUp();
    acquireAll(set, 2);
    acquireAll(set, 1, 'b');
    acquireAll(set, 3, 'c').forEach((permit) => permit.release());
    set.late(10, SUSTAINED);
    acquireAll(set, 1, 'd');
    expect(set.admission.active).toBe(4);
    expect(shedsFor(set, 'a')).toBe(true);
  });

  test('operations that wait for the upstream do not count', () => {
    const set = setUp();
    for (const permit of acquireAll(set, 200)) void permit.waitFor(new Promise(() => undefined));
    set.pass(1000);
    set.late(10, SUSTAINED);
    expect([set.admission.inFlight, set.admission.active]).toEqual([200, 0]);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('nor do answers that are written and not yet taken', () => {
    const set = setUp();
    for (const permit of acquireAll(set, 200)) permit.onWritten();
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
      acquire(set.admission, 'a');
      letIn += 1;
    }
    // A process that has just started may have five times as many as one that is late for long.
    expect(letIn).toBe(5 * limits.shedInFlight);
  });

  test('once it was late, more come in only as the loop keeps up with them', () => {
    const set = setUp();
    const permits = acquireAll(set, 20);
    set.late(1000, 2 * SUSTAINED);
    for (const permit of permits.slice(4)) permit.release();
    set.late(0, 0);
    expect(shedsFor(set, 'a')).toBe(true);
    set.late(0);
    acquire(set.admission);
    expect(shedsFor(set, 'a')).toBe(true);
  });

  test('who is refused takes no permit', () => {
    const set = setUp();
    acquireAll(set, 6);
    set.late(1000, SUSTAINED);
    for (let attempt = 0; attempt < 10; attempt += 1) expect(shedsFor(set, 'a')).toBe(true);
    expect(set.admission.inFlight).toBe(6);
  });
});

test('everything can be switched off', () => {
  const admission = createAdmissionControl(off, () => 1e6);
  for (let count = 0; count < 5000; count += 1) acquire(admission);
  expect(admission.inFlight).toBe(5000);
});
