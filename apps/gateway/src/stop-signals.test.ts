import { expect, test } from 'vitest';
import { type Meaning, readStopSignals, type StopSignal } from './stop-signals.ts';

test.each<{
  name: string;
  atTerminal?: boolean;
  first: StopSignal;
  afterMs: number;
  second: StopSignal;
  meaning: Meaning;
}>([
  { name: 'a group', first: 'SIGTERM', afterMs: 2, second: 'SIGTERM', meaning: 'same' },
  { name: 'a group, passed on late', first: 'SIGTERM', afterMs: 999, second: 'SIGTERM', meaning: 'same' },
  { name: 'a group at a terminal', atTerminal: true, first: 'SIGTERM', afterMs: 2, second: 'SIGTERM', meaning: 'same' },
  { name: 'a group without a terminal', first: 'SIGINT', afterMs: 2, second: 'SIGINT', meaning: 'same' },
  { name: 'Ctrl-C twice', atTerminal: true, first: 'SIGINT', afterMs: 2, second: 'SIGINT', meaning: 'at-once' },
  { name: 'somebody insists', first: 'SIGTERM', afterMs: 1000, second: 'SIGTERM', meaning: 'at-once' },
  { name: 'somebody insists otherwise', first: 'SIGTERM', afterMs: 2, second: 'SIGINT', meaning: 'at-once' },
  { name: 'and the other way round', first: 'SIGINT', afterMs: 2, second: 'SIGTERM', meaning: 'at-once' },
])('$name: $first, and $second after $afterMs ms', ({ atTerminal = false, first, afterMs, second, meaning }) => {
  let now = 5000;
  const read = readStopSignals(atTerminal, () => now);
  expect(read(first)).toBe('stop');
  now += afterMs;
  expect(read(second)).toBe(meaning);
});

test('what is the same is no beginning of a new second', () => {
  let now = 0;
  const read = readStopSignals(false, () => now);
  const meanings = [0, 600, 1200].map((at) => {
    now = at;
    return read('SIGTERM');
  });
  expect(meanings).toEqual(['stop', 'same', 'at-once']);
});
