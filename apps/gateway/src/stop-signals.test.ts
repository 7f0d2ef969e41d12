import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Meaning, readStopSignals, type StopSignal } from './stop-signals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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
  { name: 'a user sends it again', first: 'SIGTERM', afterMs: 1000, second: 'SIGTERM', meaning: 'at-once' },
  { name: 'a user sends another signal', first: 'SIGTERM', afterMs: 2, second: 'SIGINT', meaning: 'at-once' },
  { name: 'and the other way round', first: 'SIGINT', afterMs: 2, second: 'SIGTERM', meaning: 'at-once' },
])('$name: $first, and $second after $afterMs ms', ({ atTerminal = false, first, afterMs, second, meaning }) => {
  const read = readStopSignals(atTerminal);
  expect(read(first)).toBe('stop');
  vi.advanceTimersByTime(afterMs);
  expect(read(second)).toBe(meaning);
});

test('what is the same is no beginning of a new second', () => {
  const read = readStopSignals(false);
  const meanings = [0, 600, 600].map((afterMs) => {
    vi.advanceTimersByTime(afterMs);
    return read('SIGTERM');
  });
  expect(meanings).toEqual(['stop', 'same', 'at-once']);
});
