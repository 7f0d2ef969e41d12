import { describe, expect, test } from 'vitest';
import {
  type AdmissionControl,
  createAdmissionControl,
  type ShedReason,
  type AdmittedRequest,
} from './admission-control.ts';
import type { Permit } from './active-operations.ts';

const off = { maxInFlight: 0, maxInFlightPerCaller: 0, shedLagMs: 0, shedInFlight: 1 };

/** Admits a request that is complete at once. */
function tryToAcquire(admission: AdmissionControl, caller: string): Permit | ShedReason {
  const checked = admission.check(() => caller);
  return typeof checked === 'string' ? checked : checked.acquire();
}

function acquire(admission: AdmissionControl, caller = 'a'): Permit {
  const permit = tryToAcquire(admission, caller);
  expect(permit).not.toBeTypeOf('string');
  return permit as Permit;
}

describe('the number of operations in flight', () => {
  test('admission control limits the operations in flight, and reuses a released permit', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 2 }, () => 0);
    const first = acquire(admission);
    acquire(admission, 'b');
    expect(tryToAcquire(admission, 'c')).toBe('in-flight');
    expect(admission.inFlight).toBe(2);
    first.release();
    acquire(admission, 'c');
  });

  test('a permit that is released twice counts once', () => {
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

test('an incomplete request holds no permit, and may find none left when it is complete', () => {
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

test('a caller never holds more permits than its limit', () => {
  const admission = createAdmissionControl({ ...off, maxInFlight: 10, maxInFlightPerCaller: 2 }, () => 0);
  const permits = [acquire(admission, 'a'), acquire(admission, 'a')];
  for (let attempt = 0; attempt < 100; attempt += 1) expect(tryToAcquire(admission, 'a')).toBe('caller');
  acquire(admission, 'b');
  permits[0]?.release();
  acquire(admission, 'a');
});

describe('the last permits', () => {
  test('the last permits are kept for callers with few: a caller with many is rejected before all are taken', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 8 }, () => 0);
    acquire(admission, 'modest');
    for (let count = 0; count < 5; count += 1) acquire(admission, 'greedy');
    expect(tryToAcquire(admission, 'greedy')).toBe('in-flight');
    acquire(admission, 'modest');
    acquire(admission, 'newcomer');
    expect(admission.inFlight).toBe(8);
    expect(tryToAcquire(admission, 'another')).toBe('in-flight');
  });

  test('a caller may take the last permits while it is the only one', () => {
    const admission = createAdmissionControl({ ...off, maxInFlight: 8 }, () => 0);
    for (let count = 0; count < 8; count += 1) acquire(admission, 'alone');
    expect(admission.inFlight).toBe(8);
  });
});

describe('lag', () => {
  const limits = { ...off, shedLagMs: 10, shedInFlight: 4 };

  /** Creates an admission control with a lag and a clock that the test sets. */
  function setUp() {
    let [lag, now] = [0, 0];
    const admission = createAdmissionControl(
      limits,
      () => lag,
      () => now,
    );
    return {
      admission,
      /** Samples a lag, every 25 ms. */
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
  /** Number of samples after which also a process that has just started is overloaded. */
  const SUSTAINED = 3000 / 25 + 1;

  test.each([
    { name: 'lag with nothing in flight, as at a cold start', lagMs: 5000, samples: SUSTAINED, inFlight: 0 },
    { name: 'lag with few in flight', lagMs: 5000, samples: SUSTAINED, inFlight: 3 },
    { name: 'many in flight without lag, as behind a slow upstream', lagMs: 9, samples: SUSTAINED, inFlight: 500 },
    { name: 'one sample of lag with many in flight', lagMs: 5000, samples: 1, inFlight: 500 },
  ])('a request is admitted with $name', ({ lagMs, samples, inFlight }) => {
    const set = setUp();
    acquireAll(set, inFlight);
    set.late(0);
    set.late(lagMs, samples);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('with sustained lag and many in flight, callers that have others in flight are rejected', () => {
    const set = setUp();
    acquireAll(set, 6);
    set.late(10, SUSTAINED);
    expect(shedsFor(set, 'a')).toBe(true);
    expect(shedsFor(set, 'newcomer')).toBe(false);
  });

  test('with sustained lag, new callers are admitted up to a limit of their own', () => {
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

  test('operations that wait for the upstream do not count as active', () => {
    const set = setUp();
    for (const permit of acquireAll(set, 200)) permit.onCall();
    set.pass(1000);
    set.late(10, SUSTAINED);
    expect([set.admission.inFlight, set.admission.active]).toEqual([200, 0]);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('responses that are written and not yet received do not count as active', () => {
    const set = setUp();
    for (const permit of acquireAll(set, 200)) permit.onWritten();
    set.late(10, SUSTAINED);
    expect([set.admission.inFlight, set.admission.active]).toEqual([200, 0]);
    expect(shedsFor(set, 'a')).toBe(false);
  });

  test('during one sample of lag, not all new requests are admitted', () => {
    const set = setUp();
    set.late(0);
    set.late(5000);
    let letIn = 0;
    while (letIn < 1000 && !shedsFor(set, 'a')) {
      acquire(set.admission, 'a');
      letIn += 1;
    }
    // A process that has just started may have five times as many as one with sustained lag.
    expect(letIn).toBe(5 * limits.shedInFlight);
  });

  test('after sustained lag, more are admitted only as the loop keeps up with them', () => {
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

  test('a rejected request takes no permit', () => {
    const set = setUp();
    acquireAll(set, 6);
    set.late(1000, SUSTAINED);
    for (let attempt = 0; attempt < 10; attempt += 1) expect(shedsFor(set, 'a')).toBe(true);
    expect(set.admission.inFlight).toBe(6);
  });
});

test('every limit of admission control can be switched off', () => {
  const admission = createAdmissionControl(off, () => 1e6);
  for (let count = 0; count < 5000; count += 1) acquire(admission);
  expect(admission.inFlight).toBe(5000);
});
