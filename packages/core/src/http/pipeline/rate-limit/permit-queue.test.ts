import { expect, test } from 'vitest';
import { NewcomerWatch } from './newcomer-watch.ts';
import { type MaybeProven, PermitQueue } from './permit-queue.ts';

interface Named extends MaybeProven {
  readonly name: string;
}

/** `a1` is the first of proven caller a; callers from n on are newcomers; capital letters are background. */
function waiter(name: string): Named {
  const caller = name.slice(0, 1).toLowerCase();
  const priority = name.startsWith(caller) ? 'interactive' : 'background';
  return { name, caller, priority, cost: 1, isProven: caller < 'n' };
}

function queueOf(names: string, areSuspect = true, maxSize = Number.POSITIVE_INFINITY): PermitQueue<Named> {
  const newcomers = new NewcomerWatch();
  for (let index = 0; index < (areSuspect ? 10 : 0); index += 1) newcomers.refused();
  const queue = new PermitQueue<Named>(maxSize, newcomers);
  for (const name of names.split(' ')) queue.add(waiter(name));
  return queue;
}

function drain(queue: PermitQueue<Named>, mayGo: (waiter: Named) => boolean = () => true): string {
  const order: string[] = [];
  for (let next = queue.next(mayGo); next; next = queue.next(mayGo)) order.push(next.name);
  return order.join(' ');
}

const many = 'x1 y1 z1 a1 a2 a3 a4 a5 a6 a7 a8 a9';

test('newcomers are served as all callers are while they are not suspect', () => {
  expect(drain(queueOf(many, false))).toBe('x1 y1 z1 a1 a2 a3 a4 a5 a6 a7 a8 a9');
});

test('suspect newcomers have an eighth of the permits, and all of them where no proven caller waits', () => {
  expect(drain(queueOf(many))).toBe('a1 a2 a3 a4 a5 a6 a7 x1 a8 a9 y1 z1');
});

test('suspect newcomers go where no proven caller may', () => {
  expect(drain(queueOf(many), ({ isProven }) => !isProven)).toBe('x1 y1 z1');
});

test('a newcomer that is proven gets permits of its own, also for requests that already wait', () => {
  const queue = queueOf('x1 x2 y1 a1 a2 a3');
  queue.prove('x');
  expect(drain(queue)).toBe('x1 a1 x2 a2 a3 y1');
});

test('a proven caller expects to wait for no suspect newcomer', () => {
  const ahead = (queue: PermitQueue<Named>, name: string) => [...queue.ahead(waiter(name))].map((one) => one.name);
  expect(ahead(queueOf('x1 y1 a1'), 'b1')).toEqual(['a1']);
  expect(ahead(queueOf('x1 y1 a1'), 'z1')).toEqual(['x1', 'y1', 'a1']);
  expect(ahead(queueOf('x1 y1 a1', false), 'b1')).toEqual(['x1', 'y1', 'a1']);
});

test.each<[queue: string, newcomer: string, yields: string | undefined]>([
  ['x1 y1 a1 a2', 'b1', 'y1'],
  ['x1 Y1 a1 a2', 'b1', 'Y1'],
  ['a1 a2 a3', 'b1', 'a3'],
  ['x1 y1 A1 A2', 'z1', undefined],
])('in a full queue of %s, the new request %s evicts %s while newcomers are suspect', (names, newcomer, yields) => {
  expect(queueOf(names).yieldsTo(waiter(newcomer))?.name).toBe(yields);
});

test('suspect newcomers have an eighth of the queue, and a place again once one of them is removed, served or proven', () => {
  const hasRoom = (change: (queue: PermitQueue<Named>, first: Named) => void): readonly boolean[] => {
    const queue = queueOf('a1', true, 16);
    const first = waiter('x1');
    queue.add(first);
    queue.add(waiter('y1'));
    const before = queue.hasRoomFor(waiter('z1'));
    change(queue, first);
    return [before, queue.hasRoomFor(waiter('z1')), queue.hasRoomFor(waiter('b1'))];
  };
  expect(hasRoom(() => undefined)).toEqual([false, false, true]);
  expect(hasRoom((queue, first) => void queue.remove(first))).toEqual([false, true, true]);
  expect(hasRoom((queue) => queue.prove('x'))).toEqual([false, true, true]);
  expect(hasRoom((queue) => void queue.next(({ name }) => name === 'x1'))).toEqual([false, true, true]);
  expect(queueOf('x1 y1 z1', false, 4).hasRoomFor(waiter('w1'))).toBe(true);
  expect(queueOf('x1 y1 z1', false, 3).hasRoomFor(waiter('a1'))).toBe(false);
});
