import { expect, test } from 'vitest';
import { adjustable } from './adjustable-clock.ts';
import { sleep } from './clock.ts';
import { createManualClock } from './manual-clock.ts';

test('an adjustable clock follows its base clock, ahead by the sum of all advances', async () => {
  const base = createManualClock(1000);
  const clock = adjustable(base);
  await base.advance(5);
  await clock.advance(100);
  await base.advance(5);
  expect(clock.now()).toBe(1110);
});

test('an advance runs the calls that fall due in order, each at its own time, also those scheduled meanwhile', async () => {
  const clock = adjustable(createManualClock(0));
  const runs: [string, number][] = [];
  clock.schedule(() => runs.push(['late', clock.now()]), 50);
  clock.schedule(() => {
    runs.push(['early', clock.now()]);
    clock.schedule(() => runs.push(['between', clock.now()]), 10);
  }, 20);
  clock.schedule(() => runs.push(['never', clock.now()]), 30)();
  await clock.advance(60);
  expect(runs).toEqual([
    ['early', 20],
    ['between', 30],
    ['late', 50],
  ]);
});

test('a wait that is shortened by an advance ends on time by both clocks', async () => {
  const base = createManualClock(0);
  const clock = adjustable(base);
  let woke = 0;
  void sleep(clock, 100).then(() => (woke = clock.now()));
  await clock.advance(60);
  expect(woke).toBe(0);
  await base.advance(40);
  expect(woke).toBe(100);
});

test('a stopped clock runs no scheduled call', async () => {
  const base = createManualClock(0);
  const clock = adjustable(base);
  clock.schedule(() => expect.unreachable(), 10);
  clock.stop();
  await base.advance(100);
  expect(base.pending).toBe(0);
});
