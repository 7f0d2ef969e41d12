import { expect, test } from 'vitest';
import { customCases } from './custom-walks.ts';
import { casesOfSeveral, randomWalks } from './random-walks.ts';

// `npm run bench -- random-walks` makes as many as one wants.
test('random walks under random switches are whole, or refused where the upstream makes exactness impossible', async () => {
  const { walks, whole, refused, wrong } = await randomWalks(250);
  expect(wrong).toEqual([]);
  expect(whole + refused).toBe(walks);
  expect(whole).toBeGreaterThan(walks * 0.8);
});

test('random walks by custom fields, with conditions on them, are whole or refused in the same way', async () => {
  const { walks, whole, refused, wrong } = await randomWalks(250, 1, customCases);
  expect(wrong).toEqual([]);
  expect(whole + refused).toBe(walks);
  expect(whole).toBeGreaterThan(walks * 0.8);
});

test('random walks over contacts that pass one of several filters are whole, or refused in the same cases', async () => {
  const { walks, whole, refused, wrong } = await randomWalks(150, 1, casesOfSeveral);
  expect(wrong).toEqual([]);
  expect(whole + refused).toBe(walks);
  expect(whole).toBeGreaterThan(walks * 0.7);
});
