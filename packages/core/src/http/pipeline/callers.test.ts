import { expect, test } from 'vitest';
import { Callers } from './callers.ts';

test('the state of a caller is that of both credentials', () => {
  const callers = new Callers();
  const caller = callers.of({ apiKey: 'a' });
  expect(callers.of({ apiKey: 'a' })).toBe(caller);
  expect(callers.of({ apiKey: 'a', authorization: 'Bearer a' })).not.toBe(caller);
  expect(callers.of({ apiKey: 'b' })).not.toBe(caller);
});

test('proven callers are remembered until they are rejected', () => {
  const callers = new Callers();
  callers.of({ apiKey: 'a' }).prove();
  expect([callers.of({ apiKey: 'a' }).isProven, callers.of({ apiKey: 'b' }).isProven]).toEqual([true, false]);
  callers.of({ apiKey: 'a' }).reject();
  expect(callers.of({ apiKey: 'a' }).isProven).toBe(false);
});

test('the caller that sent nothing for the longest time is evicted once there are too many', () => {
  const callers = new Callers();
  const prove = (apiKey: string): void => callers.of({ apiKey }).prove();
  prove('a');
  prove('b');
  for (let index = 0; index < 9998; index += 1) prove(`caller ${index}`);
  callers.of({ apiKey: 'a' });
  prove('c');
  expect(['a', 'b', 'c'].map((apiKey) => callers.of({ apiKey }).isProven)).toEqual([true, false, true]);
});

test('callers that were never proven evict none that is', () => {
  const callers = new Callers();
  const proven = callers.of({ apiKey: 'proven' });
  proven.prove();
  const newcomer = callers.of({ apiKey: 'newcomer' });
  for (let index = 0; index < 10_000; index += 1) callers.of({ apiKey: `made up ${index}` });
  expect(callers.of({ apiKey: 'proven' })).toBe(proven);
  expect(callers.of({ apiKey: 'newcomer' })).not.toBe(newcomer);
});

test('a caller that is evicted while it has a request in flight is proven all the same', () => {
  const callers = new Callers();
  const evicted = callers.of({ apiKey: 'a' });
  for (let index = 0; index < 10_000; index += 1) callers.of({ apiKey: `newcomer ${index}` });
  const again = callers.of({ apiKey: 'a' });
  expect(again).not.toBe(evicted);
  evicted.prove();
  expect(callers.of({ apiKey: 'a' })).toBe(evicted);
  for (let index = 0; index < 10_000; index += 1) callers.of({ apiKey: `later newcomer ${index}` });
  expect(callers.of({ apiKey: 'a' })).toBe(evicted);
});
