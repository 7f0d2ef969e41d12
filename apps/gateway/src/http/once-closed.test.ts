import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { onceClosed } from './once-closed.ts';

test('all listeners of a response are called once, in their order, by one listener of its event', () => {
  const response = new EventEmitter() as ServerResponse;
  const other = new EventEmitter() as ServerResponse;
  const called: string[] = [];
  for (const name of ['a', 'b', 'c']) onceClosed(response, () => void called.push(name));
  onceClosed(other, () => void called.push('other'));
  expect(response.listenerCount('close')).toBe(1);
  response.emit('close');
  response.emit('close');
  expect(called).toEqual(['a', 'b', 'c']);
  other.emit('close');
  expect(called).toEqual(['a', 'b', 'c', 'other']);
});
