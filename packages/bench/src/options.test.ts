import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

function namesOf(command: Parameters<typeof readOptions>[0], args: readonly string[]): readonly string[] {
  return readOptions(command, args).stacks.map(({ name }) => name);
}

test('all stacks are compared, the floor first', () => {
  expect(namesOf('compare', []).slice(0, 3)).toEqual(['floor', 'floor-new', 'gateway']);
  expect(readOptions('compare', []).workloads.map(({ name }) => name)).toEqual(['W1', 'W2', 'W3', 'W4', 'W5']);
});

test('the floor is among those chosen to compare, and not among those to profile', () => {
  expect(namesOf('compare', ['--only', 'mercurius'])).toEqual(['floor', 'mercurius']);
  expect(namesOf('profile', ['W3', '--only', 'mercurius'])).toEqual(['mercurius']);
  expect(namesOf('profile', ['W3'])).toEqual(['gateway']);
});

test('rounds and seconds are those that were asked for', () => {
  expect(readOptions('compare', ['--rounds', '2', '--seconds', '0.5', 'W4']).rounds).toMatchObject({
    rounds: 2,
    durationMs: 500,
  });
});

test.each([
  { args: ['W9'], message: 'No workload "W9"; there are W1, W2, W3, W4, W5.' },
  { args: ['--only', 'floor,nothing'], message: 'No stack "nothing".' },
  { args: ['--rounds', 'many'], message: '--rounds must be a number above 0 (got "many").' },
])('$args are refused with what is allowed', ({ args, message }) => {
  expect(() => readOptions('compare', args)).toThrow(message);
});
