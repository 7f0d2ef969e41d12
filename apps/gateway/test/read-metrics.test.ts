import { expect, test } from 'vitest';
import { parseMetrics, valueOf, valuesBy } from './read-metrics.ts';

const samples = parseMetrics(`# HELP shed Rejected requests.
# TYPE shed counter
shed{reason="lag",kind="a b"} 2
shed{reason="bytes"} 0
in_flight 1.5e3
`);

test('the metrics parser returns names, labels and values, and skips comments', () => {
  expect(samples).toEqual([
    { name: 'shed', labels: { reason: 'lag', kind: 'a b' }, value: 2 },
    { name: 'shed', labels: { reason: 'bytes' }, value: 0 },
    { name: 'in_flight', labels: {}, value: 1500 },
  ]);
});

test('a metric’s value is found by name and labels', () => {
  expect(valueOf(samples, 'in_flight')).toBe(1500);
  expect(valueOf(samples, 'shed', { reason: 'bytes' })).toBe(0);
  expect(valueOf(samples, 'shed', { reason: 'caller' })).toBeUndefined();
  expect(valuesBy(samples, 'shed', 'reason')).toEqual({ lag: 2 });
});
