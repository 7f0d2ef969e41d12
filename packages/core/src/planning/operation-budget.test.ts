import { expect, test } from 'vitest';
import { PlanExceededError } from '../errors.ts';
import { OperationBudget } from './operation-budget.ts';

const budgetOf = (requests: number, innerPages: number): OperationBudget =>
  new OperationBudget({
    requests: { max: requests, name: 'MAX_UPSTREAM_CALLS' },
    innerPages: { max: innerPages, name: 'MAX_INNER_PAGES' },
  });

test('an operation sends requests up to its limit, and then none', () => {
  const budget = budgetOf(2, 100);
  budget.take(1)(1);
  budget.take(1)(1);
  expect(() => budget.take(1)).toThrow(
    'The upstream’s answers needed more than planned: 3 requests for this operation; allowed: 2 (MAX_UPSTREAM_CALLS).',
  );
});

test('a request counts with its maximum of inner pages until it is answered, and then with those that it read', () => {
  const budget = budgetOf(100, 10);
  const long = budget.take(10);
  expect(() => budget.take(1)).toThrow(PlanExceededError);
  long(4);
  budget.take(6);
  expect(() => budget.take(1)).toThrow('11 reads of 50 rows for this operation; allowed: 10 (MAX_INNER_PAGES).');
});

test('a request that was not sent costs nothing', () => {
  const budget = budgetOf(1, 10);
  expect(() => budget.take(11)).toThrow(PlanExceededError);
  budget.take(10);
});
