import { expect, test } from 'vitest';
import { ProvenCallers } from './proven-callers.ts';

test('proven callers are remembered until they are removed', () => {
  const proven = new ProvenCallers();
  proven.add('a');
  expect([proven.has('a'), proven.has('b')]).toEqual([true, false]);
  proven.remove('a');
  expect(proven.has('a')).toBe(false);
});

test('the caller that sent nothing for the longest time is evicted once there are too many', () => {
  const proven = new ProvenCallers();
  proven.add('a');
  proven.add('b');
  for (let index = 0; index < 9998; index += 1) proven.add(`caller ${index}`);
  expect(proven.has('a')).toBe(true);
  proven.add('c');
  expect([proven.has('a'), proven.has('b'), proven.has('c')]).toEqual([true, false, true]);
});
