import { expect, test } from 'vitest';
import type { Measurement } from './measure.ts';
import { outcome } from './rounds.ts';

function measured(cpuMicros: number): Measurement {
  return { operations: 1, cpuMicros, perSecond: 1, p50: 1, p99: 1, upstreamCalls: 1, rss: 1 };
}

test('the ratio is that within a round, so that a busy round does not change it', () => {
  const rounds = [
    [measured(10), measured(20)],
    [measured(1000), measured(2000)],
    [measured(12), measured(24)],
  ];
  expect(outcome('a stack', 1, rounds)).toMatchObject({ label: 'a stack', ratio: 2, cpuMicros: 24 });
  expect(outcome('the floor', 0, rounds)).toMatchObject({ ratio: 1, cpuMicros: 12 });
});
