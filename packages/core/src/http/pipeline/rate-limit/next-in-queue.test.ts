import { expect, test } from 'vitest';
import { NextInQueue } from './next-in-queue.ts';

test.each([
  ['a', 'a'],
  ['aaa', 'aa'],
  ['aab', 'ab'],
  ['abc', 'ab'],
  ['', ''],
])('of requests of the callers %j, the next two are of %j', (queue, next) => {
  const collected = new NextInQueue<{ readonly caller: string }>(2);
  for (const caller of queue) collected.add({ caller });
  expect(collected.list.map(({ caller }) => caller).join('')).toBe(next);
});

test('there is no room for a request that would not be among the next', () => {
  const collected = new NextInQueue<{ readonly caller: string }>(2);
  for (const caller of 'aaa') collected.add({ caller });
  expect([collected.hasRoomFor({ caller: 'a' }), collected.hasRoomFor({ caller: 'b' })]).toEqual([false, true]);
});
