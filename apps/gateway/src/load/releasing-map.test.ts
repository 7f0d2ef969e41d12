import { expect, test } from 'vitest';
import { ReleasingMap } from './releasing-map.ts';

test('a releasing map holds what was set last, and nothing that was deleted', () => {
  const map = new ReleasingMap<string, number>();
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.delete('b');
  map.delete('c');
  expect([map.size, ...map.values()]).toEqual([1, 3]);
});
