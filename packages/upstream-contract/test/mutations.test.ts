import { beforeAll, expect, test } from 'vitest';
import { contractChecks } from '../src/checks/all-checks.ts';
import { mutations } from '../src/mutations/all-mutations.ts';
import { isCaught, type MutationResult, mutationSummary, runMutations } from '../src/mutations/run-mutations.ts';

const results = new Map<string, MutationResult>();
beforeAll(async () => {
  for await (const result of runMutations(mutations)) results.set(result.mutation.id, result);
});

test('there are at least 60 mutations, each with an id of its own', () => {
  expect(new Set(mutations.map(({ id }) => id)).size).toBe(mutations.length);
  expect(mutations.length).toBeGreaterThanOrEqual(60);
});

test.each(mutations.map(({ id, fault }) => ({ id, fault })))(
  'an upstream that $fault ($id) fails the checks that claim it, and few others',
  ({ id }) => {
    const { mutation, missed, others } = results.get(id) ?? { mutation: undefined, missed: ['not run'], others: [] };
    expect(mutation?.caughtBy.length).toBeGreaterThan(0);
    expect(missed).toEqual([]);
    expect(others.slice(mutation?.others ?? 0)).toEqual([]);
  },
);

test('every check is shown to fail by a mutation that it claims', () => {
  const claimed = new Set(mutations.flatMap(({ caughtBy }) => caughtBy));
  expect(contractChecks.filter(({ id }) => !claimed.has(id)).map(({ id }) => id)).toEqual([]);
  expect([...claimed].filter((id) => !contractChecks.some((check) => check.id === id))).toEqual([]);
});

test('the summary counts the mutations, those caught, and the checks', () => {
  const all = [...results.values()];
  expect(all.filter((result) => !isCaught(result)).map(({ mutation }) => mutation.id)).toEqual([]);
  expect(mutationSummary(all)).toBe(
    `${mutations.length} mutations, ${mutations.length} caught, by ${contractChecks.length} of ${contractChecks.length} checks`,
  );
});
