import { expect, test } from 'vitest';
import { TypicalDuration } from './moving-average.ts';

function after(...samples: readonly number[]): number {
  const typical = new TypicalDuration();
  for (const ms of samples) typical.saw(ms);
  return Math.round(typical.ms);
}

test('is nothing at first, then the first one', () => {
  expect(after()).toBe(0);
  expect(after(50)).toBe(50);
});

test('follows those after it', () => {
  const later = Array.from({ length: 60 }, () => 2000);
  expect(after(50, ...later)).toBe(2000);
  expect(after(2000, ...later.map(() => 50))).toBe(50);
});

test('one that takes far longer than the others changes it by a fifth', () => {
  expect(after(50, 50, 50, 40_000)).toBe(60);
});
