import { expect, test } from 'vitest';
import { randomWalks } from './random-walks.ts';

// `npm run bench -- random-walks` makes as many as one wants.
test('random walks under random switches are whole, or refused where the upstream makes exactness impossible', async () => {
  const { walks, whole, refused, wrong } = await randomWalks(250);
  expect(wrong).toEqual([]);
  expect(whole + refused).toBe(walks);
  expect(whole).toBeGreaterThan(walks * 0.8);
});

test('random walks over contacts that pass one of several filters are whole, or refused in the same cases', async () => {
  const { walks, whole, refused, wrong } = await randomWalks(150, 1, true);
  expect(wrong).toEqual([]);
  expect(whole + refused).toBe(walks);
  expect(whole).toBeGreaterThan(walks * 0.7);
});
