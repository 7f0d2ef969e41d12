import { describe, expect, test } from 'vitest';
import { type Admission, createAdmission, type Place, type Refusal, type Ticket } from './admission.ts';

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

describe('lag', () => {
  const limits = { ...off, shedLagMs: 100, shedInFlight: 3 };

  test.each([
    { name: 'late with nothing in flight, as at a cold start', lagMs: 5000, inFlight: 0, admitted: true },
    { name: 'late with few in flight', lagMs: 5000, inFlight: 2, admitted: true },
    { name: 'many in flight without lag, as behind a slow upstream', lagMs: 99, inFlight: 500, admitted: true },
    { name: 'late with many in flight', lagMs: 100, inFlight: 3, admitted: false },
  ])('$name: let in is $admitted', ({ lagMs, inFlight, admitted }) => {
    let lag = 0;
    const admission = createAdmission(limits, () => lag);
    for (let count = 0; count < inFlight; count += 1) enter(admission, `caller ${count}`);
    lag = lagMs;
    expect(tryToEnter(admission, 'new') !== 'lag').toBe(admitted);
  });

  test('once it was late, more come in only as the loop keeps up with them', () => {
    let lag = 0;
    const admission = createAdmission(limits, () => lag);
    const places = Array.from({ length: 20 }, () => enter(admission));
    lag = 1000;
    for (let turn = 0; turn < 50; turn += 1) admission.sawLag(lag);
    lag = 0;
    for (const place of places.splice(3)) place.leave();
    expect(tryToEnter(admission, 'a')).toBe('lag');
    admission.sawLag(lag);
    enter(admission);
    expect(tryToEnter(admission, 'a')).toBe('lag');
  });

  test('who is refused takes no place', () => {
    const admission = createAdmission(limits, () => 1000);
    for (let count = 0; count < 3; count += 1) enter(admission);
    for (let attempt = 0; attempt < 10; attempt += 1) expect(tryToEnter(admission, 'a')).toBe('lag');
    expect(admission.inFlight).toBe(3);
  });
});

test('everything can be switched off', () => {
  const admission = createAdmission(off, () => 1e6);
  for (let count = 0; count < 5000; count += 1) enter(admission);
  expect(admission.inFlight).toBe(5000);
});
