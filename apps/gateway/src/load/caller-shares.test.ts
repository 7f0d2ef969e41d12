import { expect, test } from 'vitest';
import { createCallerShares } from './caller-shares.ts';

function sharesOf(counts: Readonly<Record<string, number>>) {
  const shares = createCallerShares();
  for (const [caller, count] of Object.entries(counts)) {
    for (let index = 0; index < count; index += 1) shares.add(caller, 1);
  }
  return shares;
}

test.each<{ name: string; counts: Readonly<Record<string, number>>; over: readonly string[] }>([
  { name: 'a caller alone may have all', counts: { hog: 40 }, over: [] },
  { name: 'while there is room, nothing is a share too many', counts: { hog: 28, other: 1 }, over: [] },
  { name: 'what is left is kept for those who have little', counts: { hog: 29, other: 1 }, over: ['hog'] },
  { name: 'half of an even share is not little', counts: { a: 10, b: 10, c: 10 }, over: ['a', 'b', 'c'] },
  { name: 'less is', counts: { a: 20, b: 9, c: 6 }, over: ['a', 'b'] },
])('of 40, $name', ({ counts, over }) => {
  const shares = sharesOf(counts);
  const callers = [...Object.keys(counts), 'newcomer'];
  expect(callers.filter((caller) => shares.isOverShare(caller, 40))).toEqual(over);
});

test('without a limit there are no shares', () => {
  expect(sharesOf({ a: 1000, b: 1 }).isOverShare('a', Number.POSITIVE_INFINITY)).toBe(false);
});

test('what is taken away is gone', () => {
  const shares = sharesOf({ a: 2, b: 1 });
  shares.add('a', -1);
  shares.add('a', -1);
  expect([shares.of('a'), shares.of('b'), shares.total]).toEqual([0, 1, 1]);
});
