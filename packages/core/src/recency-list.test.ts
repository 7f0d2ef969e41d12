import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Linked, RecencyList } from './recency-list.ts';

class Item implements Linked<Item> {
  newer: Item | undefined;
  older: Item | undefined;
}

function newestFirst(list: RecencyList<Item>): readonly Item[] {
  const items: Item[] = [];
  for (let item = list.newest; item; item = item.older) items.push(item);
  return items;
}

function oldestFirst(list: RecencyList<Item>): readonly Item[] {
  const items: Item[] = [];
  for (let item = list.oldest; item; item = item.newer) items.push(item);
  return items;
}

test('items are in the order in which they were added or used last, from either end', () => {
  const step = fc.record({ index: fc.nat(5), removes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const all = Array.from({ length: 6 }, () => new Item());
      const list = new RecencyList<Item>();
      let expected: readonly Item[] = [];
      for (const { index, removes } of steps) {
        const item = all[index] as Item;
        if (removes) list.remove(item);
        else if (expected.includes(item)) list.use(item);
        else list.add(item);
        const others = expected.filter((other) => other !== item);
        expected = removes ? others : [...others, item];
        expect(oldestFirst(list)).toEqual(expected);
        expect(newestFirst(list)).toEqual(expected.toReversed());
        expect(list.size).toBe(expected.length);
      }
    }),
  );
});

test('an item that is removed keeps no other', () => {
  const [first, second, third] = [new Item(), new Item(), new Item()];
  const list = new RecencyList<Item>();
  for (const item of [first, second, third]) list.add(item);
  list.remove(second);
  expect([second.newer, second.older]).toEqual([undefined, undefined]);
});
