import { expect, test } from 'vitest';
import { FairQueue, type Waiter } from './fair-queue.ts';

interface Named extends Waiter {
  readonly name: string;
}

/** A queue with these in it: `a1` is caller a's first; capital letters are background. */
function queueOf(...names: readonly string[]): FairQueue<Named> {
  const queue = new FairQueue<Named>();
  for (const name of names) queue.add(waiter(name));
  return queue;
}

function waiter(name: string): Named {
  const caller = name.slice(0, 1);
  return {
    name,
    caller: caller.toLowerCase(),
    priority: caller === caller.toLowerCase() ? 'interactive' : 'background',
  };
}

function drain(queue: FairQueue<Named>, mayGo: (waiter: Named) => boolean = () => true): string {
  const order: string[] = [];
  for (let next = queue.next(mayGo); next; next = queue.next(mayGo)) order.push(next.name);
  return order.join(' ');
}

test('callers take turns, whoever came first and however many each has', () => {
  expect(drain(queueOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1'))).toBe('a1 b1 c1 a2 b2 a3');
});

test('who comes later is not behind all the others’ requests', () => {
  const queue = queueOf('a1', 'a2', 'a3');
  queue.next(() => true);
  queue.add(waiter('b1'));
  expect(drain(queue)).toBe('a2 b1 a3');
});

test('interactive ones go first, but each eighth turn is the background’s', () => {
  const interactive = Array.from({ length: 20 }, (_, index) => `a${index}`);
  expect(
    drain(queueOf('W0', 'W1', 'W2', ...interactive))
      .split(' ')
      .map((name) => name.startsWith('W')),
  ).toEqual(Array.from({ length: 23 }, (_, index) => index === 7 || index === 15 || index === 22));
});

test('one who may not go yet is passed over, and keeps the turn', () => {
  const queue = queueOf('a1', 'b1', 'b2', 'a2');
  expect(drain(queue, ({ caller }) => caller === 'b')).toBe('b1 b2');
  expect(drain(queue)).toBe('a1 a2');
});

test('of one caller, too, who may not go yet holds up nobody behind', () => {
  const queue = queueOf('a1', 'a2', 'b1', 'a3');
  expect(drain(queue, ({ name }) => name !== 'a1')).toBe('a2 b1 a3');
  expect(drain(queue)).toBe('a1');
});

test('who leaves is gone, once', () => {
  const queue = new FairQueue<Named>();
  const [first, second] = [waiter('a1'), waiter('a2')];
  queue.add(first);
  queue.add(second);
  expect([queue.remove(first), queue.remove(first), queue.size]).toEqual([true, false, 1]);
  expect(drain(queue)).toBe('a2');
});

test('tells who is ahead of somebody who comes now, and who has the most', () => {
  const queue = queueOf('a1', 'a2', 'a3', 'b1', 'W1');
  const ahead = (name: string) => [...queue.ahead(waiter(name))].map((one) => one.name).join(' ');
  expect(ahead('c1')).toBe('a1 b1');
  expect(ahead('b2')).toBe('a1 a2 b1');
  expect(ahead('a4')).toBe('a1 a2 a3 b1');
  expect(ahead('X1')).toBe('a1 b1 W1');
  expect(queue.longest().map(({ name }) => name)).toEqual(['a1', 'a2', 'a3']);
});
