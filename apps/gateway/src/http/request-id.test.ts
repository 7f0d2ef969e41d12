import { expect, test } from 'vitest';
import { requestIdOf } from './request-id.ts';

test.each(['a', '7c5d2a1e-0f3b-4c8e-9a51-2f6d1b7e8c90', 'svc:web_1.42-x', 'x'.repeat(128)])(
  'the id %s is kept',
  (id) => {
    expect(requestIdOf(id)).toBe(id);
  },
);

test.each([
  { name: 'none', header: undefined },
  { name: 'an empty id', header: '' },
  { name: 'an id that is too long', header: 'x'.repeat(129) },
  { name: 'an id with a blank', header: 'a b' },
  { name: 'a pair of ids that Node has joined', header: 'a, b' },
  { name: 'an id with a line break', header: 'a\nb' },
  { name: 'an id with a quote', header: 'a"b' },
  { name: 'an id that is an e-mail address', header: 'ivan@example.com' },
  { name: 'an id with letters that are not ASCII', header: 'Иван' },
])('$name is replaced by a new id', ({ header }) => {
  const made = [requestIdOf(header), requestIdOf(header)];
  expect(new Set(made).size).toBe(2);
  for (const id of made) expect(id).toMatch(/^[\da-f-]{36}$/);
});
