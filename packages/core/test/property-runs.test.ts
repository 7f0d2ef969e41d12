import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from './property-runs.ts';

const soon = { interruptAfterTimeLimit: 20 };
const untilItIsLate = () => {
  const end = performance.now() + 25;
  while (performance.now() < end);
};

test('a property that runs out of time after its first run passes', () => {
  let count = 0;
  fc.assert(
    fc.property(fc.integer(), () => {
      count += 1;
      untilItIsLate();
    }),
    { ...runs(1000), ...soon },
  );
  expect(count).toBe(1);
});

test('a property that time allows no run at all passes', async () => {
  const never = fc.asyncProperty(fc.integer(), () => new Promise<void>(() => undefined));
  await expect(fc.assert(never, { ...runs(1000), ...soon })).resolves.toBeUndefined();
});

test('a counterexample found in time fails, with its seed and cause, though shrinking it runs out of time', () => {
  const cause = new Error('not divisible');
  const property = fc.property(fc.integer({ min: 1000 }), () => {
    untilItIsLate();
    throw cause;
  });
  const failure = () => {
    try {
      fc.assert(property, { ...runs(1000), ...soon, seed: 7 });
    } catch (error) {
      return error;
    }
    return undefined;
  };
  expect(failure()).toMatchObject({ message: expect.stringMatching(/seed: 7[^]*Counterexample/), cause });
});

test('a property whose cases are nearly all skipped fails', () => {
  const property = fc.property(fc.integer(), () => fc.pre(false));
  expect(() => fc.assert(property, runs(10))).toThrow('too many pre-condition failures');
});
