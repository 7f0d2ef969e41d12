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
  { name: 'with a single caller, all of the limit is its share', counts: { hog: 40 }, over: [] },
  { name: 'below the limit, no caller is over its share', counts: { hog: 28, other: 1 }, over: [] },
  { name: 'near the limit, the rest is kept for callers with few', counts: { hog: 29, other: 1 }, over: ['hog'] },
  { name: 'half of an even share is not few', counts: { a: 10, b: 10, c: 10 }, over: ['a', 'b', 'c'] },
  { name: 'less than half of an even share is few', counts: { a: 20, b: 9, c: 6 }, over: ['a', 'b'] },
])('with a limit of 40: $name', ({ counts, over }) => {
  const shares = sharesOf(counts);
  const callers = [...Object.keys(counts), 'newcomer'];
  expect(callers.filter((caller) => shares.isOverShare(caller, 40))).toEqual(over);
});

test('without a limit, no caller is over its share', () => {
  expect(sharesOf({ a: 1000, b: 1 }).isOverShare('a', Number.POSITIVE_INFINITY)).toBe(false);
});

test('a caller whose count is zero again leaves no entry', () => {
  const shares = sharesOf({ a: 2, b: 1 });
  shares.add('a', -1);
  shares.add('a', -1);
  expect([shares.of('a'), shares.of('b'), shares.total]).toEqual([0, 1, 1]);
});
