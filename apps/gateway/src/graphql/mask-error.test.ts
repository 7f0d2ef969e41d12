import { BadCursorError, InvalidArgumentError, PageMovedError, PlanExceededError, UpstreamError } from '@contacts/core';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { createMaskError } from './mask-error.ts';

/** Returns an error as graphql-js wraps it when a resolver throws. */
function thrownByResolver(originalError: Error): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, path: ['contacts'] });
}

function mask(error: unknown): { readonly masked: GraphQLError; readonly logged: readonly [string, unknown][] } {
  const logged: [string, unknown][] = [];
  const masked = createMaskError((errorId, inner) => logged.push([errorId, inner]))(error);
  return { masked, logged };
}

test.each<{ error: Error; code: string }>([
  { error: new UpstreamError('forbidden', 'GET /v1/contacts: no'), code: 'FORBIDDEN' },
  { error: new UpstreamError('cancelled', 'GET /v1/contacts: gone'), code: 'CANCELLED' },
  { error: new InvalidArgumentError('first', -1, 'more'), code: 'BAD_USER_INPUT' },
  { error: new BadCursorError('after', 'x', 'a cursor'), code: 'BAD_CURSOR' },
  { error: new PageMovedError(), code: 'PAGE_MOVED' },
  { error: new PlanExceededError('51 requests', '50 (MAX_UPSTREAM_CALLS)'), code: 'PLAN_EXCEEDED' },
])('$error.name reaches the caller as $code, and is not logged', ({ error, code }) => {
  const { masked, logged } = mask(thrownByResolver(error));
  expect(masked.extensions['code']).toBe(code);
  expect(masked.path).toEqual(['contacts']);
  expect(logged).toEqual([]);
});

test('an error of the caller’s own document is not changed', () => {
  const error = new GraphQLError('Cannot query field "shoeSize"');
  expect(mask(error)).toEqual({ masked: error, logged: [] });
  const wrapped = new GraphQLError('wrapped', { originalError: error });
  expect(mask(wrapped)).toEqual({ masked: wrapped, logged: [] });
});

test.each<{ name: string; error: unknown }>([
  { name: 'a bug in a resolver', error: thrownByResolver(new TypeError('hunter2 is not a function')) },
  {
    name: 'a bug behind two GraphQL errors',
    error: new GraphQLError('hunter2', { originalError: thrownByResolver(new Error('hunter2')) }),
  },
  { name: 'an error that is no GraphQL error', error: new Error('hunter2') },
  { name: 'something thrown that is no error', error: 'hunter2' },
  // Only an error that a resolver throws is expected: elsewhere, even a known class is unexpected.
  { name: 'an upstream error out of place', error: new UpstreamError('timeout', 'hunter2') },
])('$name is masked, and logged under the id that the caller gets', ({ error }) => {
  const { masked, logged } = mask(error);
  expect(logged).toEqual([[expect.stringMatching(/^[0-9a-f-]{36}$/), error]]);
  expect(masked.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', errorId: logged[0]?.[0] });
  expect(JSON.stringify(masked)).not.toContain('hunter2');
  expect(masked.originalError).toBeUndefined();
});

test('a masked error keeps its path, so that the rest of the result stays', () => {
  expect(mask(thrownByResolver(new Error('x'))).masked.path).toEqual(['contacts']);
});

test('each masked error has an id of its own', () => {
  const ids = [1, 2].map(() => mask(new Error('x')).masked.extensions['errorId']);
  expect(new Set(ids).size).toBe(2);
});
