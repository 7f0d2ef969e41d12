import { expect, test } from 'vitest';
import { MovingAverage } from './moving-average.ts';

function after(...samples: readonly number[]): number {
  const average = new MovingAverage();
  for (const ms of samples) average.add(ms);
  return Math.round(average.value);
}

test('a moving average is 0 before the first value, and then the first value', () => {
  expect(after()).toBe(0);
  expect(after(50)).toBe(50);
});

test('a moving average follows later values', () => {
  const later = Array.from({ length: 60 }, () => 2000);
  expect(after(50, ...later)).toBe(2000);
  expect(after(2000, ...later.map(() => 50))).toBe(50);
});

test('a value that is far higher than the others raises a moving average by a fifth', () => {
  expect(after(50, 50, 50, 40_000)).toBe(60);
});
