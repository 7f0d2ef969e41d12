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
  { name: 'a group whose starter is slow', first: 'SIGTERM', afterMs: 999, second: 'SIGTERM', meaning: 'same' },
  { name: 'a group at a terminal', atTerminal: true, first: 'SIGTERM', afterMs: 2, second: 'SIGTERM', meaning: 'same' },
  { name: 'a group without a terminal', first: 'SIGINT', afterMs: 2, second: 'SIGINT', meaning: 'same' },
  { name: 'Ctrl-C twice', atTerminal: true, first: 'SIGINT', afterMs: 2, second: 'SIGINT', meaning: 'at-once' },
  { name: 'a user that sends a signal again', first: 'SIGTERM', afterMs: 1000, second: 'SIGTERM', meaning: 'at-once' },
  { name: 'a user that sends another signal', first: 'SIGTERM', afterMs: 2, second: 'SIGINT', meaning: 'at-once' },
  { name: 'two signals in the other order', first: 'SIGINT', afterMs: 2, second: 'SIGTERM', meaning: 'at-once' },
])(
  'for $name, $second $afterMs ms after $first means "$meaning"',
  ({ atTerminal = false, first, afterMs, second, meaning }) => {
    const read = readStopSignals(atTerminal);
    expect(read(first)).toBe('stop');
    vi.advanceTimersByTime(afterMs);
    expect(read(second)).toBe(meaning);
  },
);

test('a repeated signal does not extend the second in which it counts as the same', () => {
  const read = readStopSignals(false);
  const meanings = [0, 600, 600].map((afterMs) => {
    vi.advanceTimersByTime(afterMs);
    return read('SIGTERM');
  });
  expect(meanings).toEqual(['stop', 'same', 'at-once']);
});
