import { expect, test } from 'vitest';
import type { Outcome } from '../rounds.ts';
import { workloadNamed } from '../workloads.ts';
import { comparisonChart } from './comparison-chart.ts';
import { comparisonReport, ratioTable, workloadTable } from './comparison-report.ts';
import { duration, figure, megabytes } from './figures.ts';

function outcome(label: string, cpuMicros: number, ratio: number): Outcome {
  return { label, cpuMicros, ratio, operations: 9, perSecond: 1234, p50: 1, p99: 2.345, upstreamCalls: 1, rss: 99e6 };
}

const results = [
  { workload: workloadNamed('W1'), outcomes: [outcome('floor', 30, 1), outcome('A & B', 300, 10)] },
  { workload: workloadNamed('W5'), outcomes: [outcome('floor', 1200, 1)] },
];

test('the table of ratios has a line for each stack and a dash for what it did not answer', () => {
  expect(ratioTable(results)).toBe(
    '| CPU per operation, ratio to the floor | W1 | W5 |\n' +
      '| --- | ---: | ---: |\n' +
      '| floor | 1.00 (30.0 µs) | 1.00 (1,200 µs) |\n' +
      '| A & B | 10.0 | – |\n',
  );
});

test('the table of a workload has all that was measured', () => {
  expect(workloadTable({ workload: workloadNamed('W1'), outcomes: [outcome('A', 300, 10)] }).split('\n')[2]).toBe(
    '| A | 300 µs | 10.0 | 1,234 | 1.00 ms | 2.35 ms | 1.00 | 99 MB |',
  );
});

test('the page says what could not be run, the versions and the conditions', () => {
  const page = comparisonReport({
    results,
    missing: ['C could not be run here: no binary'],
    versions: ['a 1.0.0', 'b 2.0.0'],
    rounds: 4,
    durationMs: 2000,
    conditions: 'Node, somewhere.',
  });
  for (const part of [
    'C could not be run here',
    'a 1.0.0, b 2.0.0.',
    'Node, somewhere.',
    '4 interleaved rounds of 2 s',
  ]) {
    expect(page).toContain(part);
  }
});

test('the chart has a bar for each figure, and its text is escaped', () => {
  const chart = comparisonChart(results);
  expect(chart.match(/<rect /g)).toHaveLength(3);
  expect(chart).toContain('>A &amp; B</text>');
});

test.each([
  { text: figure(0.714), expected: '0.71' },
  { text: figure(12.64), expected: '12.6' },
  { text: figure(1290.4), expected: '1,290' },
  { text: figure(Number.NaN), expected: '–' },
  { text: duration(9999), expected: '9,999 µs' },
  { text: duration(12_340), expected: '12.3 ms' },
  { text: megabytes(1_130_000), expected: '1.13 MB' },
  { text: megabytes(123_400_000), expected: '123 MB' },
])('a figure is written as $expected', ({ text, expected }) => {
  expect(text).toBe(expected);
});
