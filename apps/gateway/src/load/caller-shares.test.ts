import { expect, test } from 'vitest';
import { CallerShares } from './caller-shares.ts';

function sharesOf(counts: Readonly<Record<string, number>>) {
  const shares = new CallerShares();
  for (const [caller, count] of Object.entries(counts)) {
    for (let index = 0; index < count; index += 1) shares.add(shares.of(caller), 'permits', 1);
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
  expect(callers.filter((caller) => shares.isOverShare(caller, 'permits', 40))).toEqual(over);
});

test('without a limit, no caller is over its share', () => {
  expect(sharesOf({ a: 1000, b: 1 }).isOverShare('a', 'permits', Number.POSITIVE_INFINITY)).toBe(false);
});

test('a caller without counts is forgotten where there are many callers', () => {
  const shares = sharesOf({ a: 2, b: 1 });
  const before = shares.of('a');
  shares.add(before, 'permits', -1);
  shares.add(before, 'permits', -1);
  expect([shares.of('a').permits, shares.of('b').permits, shares.total.permits]).toEqual([0, 1, 1]);
  expect(shares.of('a')).toBe(before);
  for (let index = 0; index < 2000; index += 1) {
    const counts = shares.of(`caller ${index}`);
    shares.add(counts, 'active', 1);
    shares.add(counts, 'active', -1);
    expect(shares.of(`caller ${index}`) === counts).toBe(index < 998);
  }
  expect(shares.total.active).toBe(0);
});

test('the share of one resource does not depend on the counts of another', () => {
  const shares = sharesOf({ a: 20, b: 9, c: 6 });
  for (const caller of ['a', 'd']) shares.add(shares.of(caller), 'active', 1);
  expect(['a', 'b', 'c', 'd'].filter((caller) => shares.isOverShare(caller, 'permits', 40))).toEqual(['a', 'b']);
  expect(shares.isOverShare('a', 'active', 2)).toBe(true);
  expect(shares.isOverShare('b', 'active', 2)).toBe(false);
});
