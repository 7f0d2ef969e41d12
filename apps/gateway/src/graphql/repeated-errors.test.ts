import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { MAX_REPEATED_PATHS, saidOnce } from './repeated-errors.ts';

const at = (path: (string | number)[], message = 'odd', extensions: Record<string, unknown> = { code: 'X' }) =>
  new GraphQLError(message, { path, extensions });

test('equal errors of the entries of a list are merged to one, with all their paths', () => {
  const errors = [at(['a', 0, 'b']), at(['a', 3, 'b']), at(['a', 4, 'b'])];
  expect(saidOnce(errors).map((error) => error.toJSON())).toEqual([
    {
      message: 'odd',
      path: ['a', 0, 'b'],
      extensions: {
        code: 'X',
        repeated: {
          count: 2,
          paths: [
            ['a', 3, 'b'],
            ['a', 4, 'b'],
          ],
        },
      },
    },
  ]);
});

test('ids that are unique to each error do not prevent the merge', () => {
  const errors = [1, 2].map((id) =>
    at(['a', id], 'odd', { code: 'X', errorId: id, upstream: { code: 'Y', requestId: id } }),
  );
  expect(saidOnce(errors)).toHaveLength(1);
});

test.each([
  ['the message', at(['a', 1, 'b'], 'odder')],
  ['the code', at(['a', 1, 'b'], 'odd', { code: 'Z' })],
  ['a value', at(['a', 1, 'b'], 'odd', { code: 'X', value: 1 })],
  ['the code of the upstream', at(['a', 1, 'b'], 'odd', { code: 'X', upstream: { code: 'Y' } })],
  ['the field', at(['a', 1, 'c'])],
  ['the depth', at(['a', 1, 2, 'b'])],
  ['the alias', at(['z', 1, 'b'])],
])('errors that differ in %s are not merged', (_case, other) => {
  const errors = [at(['a', 0, 'b']), other];
  expect(saidOnce(errors)).toEqual(errors);
});

test('errors without a path are not merged', () => {
  const errors = [new GraphQLError('odd'), new GraphQLError('odd')];
  expect(saidOnce(errors)).toBe(errors);
});

test('a merged error names a limited number of paths, and counts all', () => {
  const [only, ...others] = saidOnce(Array.from({ length: 5000 }, (_, index) => at(['a', index, 'b'])));
  expect(others).toEqual([]);
  expect(only?.extensions['repeated']).toMatchObject({ count: 4999, paths: { length: MAX_REPEATED_PATHS } });
});
