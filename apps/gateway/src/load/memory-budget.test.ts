import { expect, test } from 'vitest';
import { createWeights } from './memory-budget.ts';

test('all together are bounded, and what is over makes room', () => {
  const weights = createWeights(10);
  const callers = ['a', 'b'].map((caller) => weights.add(caller, 5));
  expect(weights.tooMuch('c', 1)).toBe('all');
  callers[0]?.();
  expect(weights.tooMuch('c', 5)).toBeUndefined();
  expect(weights.tooMuch('c', 6)).toBe('all');
});

test('one caller has half of it, so that there is room for others', () => {
  const weights = createWeights(10);
  const remove = weights.add('a', 4);
  expect(weights.tooMuch('a', 1)).toBeUndefined();
  expect(weights.tooMuch('a', 2)).toBe('caller');
  expect(weights.tooMuch('b', 6)).toBeUndefined();
  remove();
  expect(weights.tooMuch('a', 2)).toBeUndefined();
});

test('what is alone is let in, whatever it weighs', () => {
  const weights = createWeights(10);
  expect(weights.tooMuch('a', 1000)).toBeUndefined();
  weights.add('a', 1000);
  expect(weights.tooMuch('b', 1)).toBe('all');
});

test('0 is no limit', () => {
  const weights = createWeights(0);
  weights.add('a', 1e12);
  expect(weights.tooMuch('a', 1e12)).toBeUndefined();
});
