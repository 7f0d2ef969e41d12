import { expect, test } from 'vitest';
import { createMemoryBudget } from './memory-budget.ts';

test('all reservations together are limited, and a release makes room', () => {
  const budget = createMemoryBudget(10);
  const callers = ['a', 'b'].map((caller) => budget.reserve(caller, 5));
  expect(budget.exceeded('c', 1)).toBe('all');
  callers[0]?.();
  expect(budget.exceeded('c', 5)).toBeUndefined();
  expect(budget.exceeded('c', 6)).toBe('all');
});

test('one caller can reserve half of the budget', () => {
  const budget = createMemoryBudget(10);
  const release = budget.reserve('a', 4);
  expect(budget.exceeded('a', 1)).toBeUndefined();
  expect(budget.exceeded('a', 2)).toBe('caller');
  expect(budget.exceeded('b', 6)).toBeUndefined();
  release?.();
  expect(budget.exceeded('a', 2)).toBeUndefined();
});

test('a single reservation is accepted, whatever its size', () => {
  const budget = createMemoryBudget(10);
  expect(budget.exceeded('a', 1000)).toBeUndefined();
  budget.reserve('a', 1000);
  expect(budget.exceeded('b', 1)).toBe('all');
});

test('a budget of 0 is unlimited', () => {
  const budget = createMemoryBudget(0);
  budget.reserve('a', 1e12);
  expect(budget.exceeded('a', 1e12)).toBeUndefined();
});
