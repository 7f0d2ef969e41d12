import { UpstreamError } from '@contacts/core';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { describeError } from './describe-error.ts';

const here = /describe-error\.test\.ts:\d+:\d+/;

test('an error is described by its kind and place, without its message', () => {
  const description = describeError(new TypeError('Ivan +79990001122'));
  expect(description.name).toBe('TypeError');
  expect(description.stack[0]).toMatch(here);
  expect(JSON.stringify(description)).not.toMatch(/Ivan|7999/);
});

test.each([
  { name: 'a message of several lines', message: 'secret\nsecond secret line\n    at secret (secret.ts:1:1)' },
  { name: 'a message like a stack', message: '    at secret (secret.ts:1:1)' },
])('$name is left out of the description', ({ message }) => {
  const description = describeError(new Error(message));
  expect(JSON.stringify(description)).not.toContain('secret');
  expect(description.stack[0]).toMatch(here);
});

test('a message that was changed after the error was made is left out', () => {
  const error = new Error('secret one');
  error.message = 'two';
  expect(JSON.stringify(describeError(error))).not.toContain('secret');
});

test('causes are described in the same way, and the original error of a GraphQLError is a cause', () => {
  const inner = Object.assign(new Error('secret', { cause: 'secret' }), { code: 'ECONNRESET' });
  const wrapped = new GraphQLError('secret', {
    originalError: new UpstreamError('network', 'secret', { cause: inner }),
  });
  const description = describeError(wrapped);
  expect(description).toMatchObject({
    name: 'GraphQLError',
    cause: { name: 'UpstreamError', cause: { name: 'Error', code: 'ECONNRESET', cause: { name: 'thrown string' } } },
  });
  expect(JSON.stringify(description)).not.toContain('secret');
});

test('the description of an error that is its own cause ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(describeError(error).cause?.name).toBe('Error');
});

test.each(['secret', { secret: 1 }, null, undefined, 7])('a thrown %s is described by its type', (thrown) => {
  expect(describeError(thrown)).toEqual({ name: `thrown ${typeof thrown}`, stack: [] });
});

test('a name or code of an unknown form is left out', () => {
  const error = Object.assign(new Error('x'), { name: 'secret name', code: 'secret code' });
  expect(JSON.stringify(describeError(error))).not.toContain('secret');
});
