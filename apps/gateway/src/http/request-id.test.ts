import { expect, test } from 'vitest';
import { requestIdOf } from './request-id.ts';

test.each(['a', '7c5d2a1e-0f3b-4c8e-9a51-2f6d1b7e8c90', 'svc:web_1.42-x', 'x'.repeat(128)])('%s is kept', (id) => {
  expect(requestIdOf(id)).toBe(id);
});

test.each([
  { name: 'none', header: undefined },
  { name: 'an empty one', header: '' },
  { name: 'one that is too long', header: 'x'.repeat(129) },
  { name: 'one with a blank', header: 'a b' },
  { name: 'two that Node has joined', header: 'a, b' },
  { name: 'one with a line break', header: 'a\nb' },
  { name: 'one with a quote', header: 'a"b' },
  { name: 'an e-mail address', header: 'ivan@example.com' },
  { name: 'letters that are not ASCII', header: 'Иван' },
])('in place of $name a new one is made', ({ header }) => {
  const made = [requestIdOf(header), requestIdOf(header)];
  expect(new Set(made).size).toBe(2);
  for (const id of made) expect(id).toMatch(/^[\da-f-]{36}$/);
});
