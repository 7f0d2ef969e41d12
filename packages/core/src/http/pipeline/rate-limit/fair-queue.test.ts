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

function waiter(name: string, cost = 1): Named {
  const caller = name.slice(0, 1);
  return {
    name,
    cost,
    caller: caller.toLowerCase(),
    priority: caller === caller.toLowerCase() ? 'interactive' : 'background',
  };
}

function drain(queue: FairQueue<Named>, mayGo: (waiter: Named) => boolean = () => true): string {
  const order: string[] = [];
  for (let next = takeNext(queue, mayGo); next; next = takeNext(queue, mayGo)) order.push(next.name);
  return order.join(' ');
}

function takeNext(queue: FairQueue<Named>, mayGo: (waiter: Named) => boolean): Named | undefined {
  const next = queue.peek(mayGo);
  if (next) queue.take(next);
  return next;
}

test('callers are served round robin, however many requests each has', () => {
  expect(drain(queueOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1'))).toBe('a1 b1 c1 a2 b2 a3');
});

test('a caller that comes later is not behind all requests of the others', () => {
  const queue = queueOf('a1', 'a2', 'a3');
  takeNext(queue, () => true);
  queue.add(waiter('b1'));
  expect(drain(queue)).toBe('a2 b1 a3');
});

test('interactive requests go first, but each eighth permit goes to the background', () => {
  const interactive = Array.from({ length: 20 }, (_, index) => `a${index}`);
  expect(
    drain(queueOf('W0', 'W1', 'W2', ...interactive))
      .split(' ')
      .map((name) => name.startsWith('W')),
  ).toEqual(Array.from({ length: 23 }, (_, index) => index === 7 || index === 15 || index === 22));
});

test('a request that may not go yet is passed over, and keeps its place', () => {
  const queue = queueOf('a1', 'b1', 'b2', 'a2');
  expect(drain(queue, ({ caller }) => caller === 'b')).toBe('b1 b2');
  expect(drain(queue)).toBe('a1 a2');
});

test('a request that may not go yet holds up no later one of the same caller', () => {
  const queue = queueOf('a1', 'a2', 'b1', 'a3');
  expect(drain(queue, ({ name }) => name !== 'a1')).toBe('a2 b1 a3');
  expect(drain(queue)).toBe('a1');
});

test('a removed request is gone, and cannot be removed twice', () => {
  const queue = new FairQueue<Named>();
  const [first, second] = [waiter('a1'), waiter('a2')];
  queue.add(first);
  queue.add(second);
  expect([queue.remove(first), queue.remove(first), queue.size]).toEqual([true, false, 1]);
  expect(drain(queue)).toBe('a2');
});

test('the eighth of the background is by cost: an expensive request waits for more permits', () => {
  const queue = queueOf(...Array.from({ length: 40 }, (_, index) => `a${index}`));
  queue.add(waiter('W0', 3));
  queue.add(waiter('W1', 2));
  const order = drain(queue).split(' ');
  expect(order.indexOf('W0')).toBe(7 * 3);
  expect(order.indexOf('W1')).toBe(7 * 3 + 1 + 7 * 2);
});

test('the cost of interactive permits counts towards the eighth of the background', () => {
  const queue = queueOf('W0');
  for (let index = 0; index < 10; index += 1) queue.add(waiter(`a${index}`, 3));
  expect(drain(queue).split(' ').indexOf('W0')).toBe(3);
});

test('the queue lists the requests that go before one that comes now', () => {
  const queue = queueOf('a1', 'a2', 'a3', 'b1', 'W1');
  const ahead = (name: string) => [...queue.ahead(waiter(name))].map((one) => one.name).join(' ');
  expect(ahead('c1')).toBe('a1 b1');
  expect(ahead('b2')).toBe('a1 a2 b1');
  expect(ahead('a4')).toBe('a1 a2 a3 b1');
  expect(ahead('X1')).toBe('a1 b1 W1');
});

test.each<[queue: string, newcomer: string, yields: string | undefined]>([
  ['a1 a2 a3 b1', 'b2', 'a3'],
  ['a1 a2 a3 b1', 'c1', 'a3'],
  ['a1 a2 b1', 'b2', undefined],
  ['a1 a2', 'a3', undefined],
  ['a1 b1', 'c1', undefined],
  // Background requests are evicted for interactive ones, never the other way round.
  ['a1 a2 W1', 'a3', 'W1'],
  ['W1 X1 X2', 'a1', 'X2'],
  ['a1 a2 a3', 'W1', undefined],
  ['a1 a2 a3 W1 W2 W3', 'X1', 'W3'],
])('in a full queue of %s, the new request %s evicts %s', (names, newcomer, yields) => {
  expect(queueOf(...names.split(' ')).yieldsTo(waiter(newcomer))?.name).toBe(yields);
});
