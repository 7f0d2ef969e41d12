import { expect, test } from 'vitest';
import { createAttached } from './attached.ts';

test('each part has a value of its own for an object, which is neither listed nor copied into JSON', () => {
  const owner = { a: 1 };
  const [one, other] = [createAttached<string>('value'), createAttached<string>('value')];
  one.attach(owner, 'first');
  expect([one.of(owner), other.of(owner), one.of({})]).toEqual(['first', undefined, undefined]);
  expect(JSON.stringify(owner)).toBe('{"a":1}');
  expect(Object.keys(owner)).toEqual(['a']);
  one.attach(owner, undefined);
  expect(one.of(owner)).toBeUndefined();
});
