import { expect, test } from 'vitest';
import { measureWalks } from '../../test/measured-walks.ts';

// 1,167 contacts, pages of 20, three random creates or deletes before every call (packages/core/bench/calls-per-page.ts).
test.each([
  ['by last name, 300 of them', [{ field: 'lastName', direction: 'asc' } as const], 1.05],
  ['by last name, descending', [{ field: 'lastName', direction: 'desc' } as const], 1.05],
  ['by id', [], 1],
])('calls a page under churn, %s', (_, orderBy, most) => {
  const { callsPerPage, wrongWalks, pages } = measureWalks({ orderBy, lastNames: 300, walks: 6 });
  expect(callsPerPage).toBeLessThanOrEqual(most);
  expect(wrongWalks).toBe(0);
  expect(pages).toBeGreaterThan(6 * 50);
});
