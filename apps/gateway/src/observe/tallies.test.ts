import * as fc from 'fast-check';
import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createCounts, createDistributions } from './tallies.ts';

const bounds = [0.5, 1, 2.5];
const labelNames = ['endpoint', 'outcome'];
const label = fc.constantFrom('a', 'b', 'with "quotes"', '');
const value = fc.oneof(fc.constantFrom(0, 0.5, 1, 2.5, 3), fc.double({ min: 0, max: 4, noNaN: true }));

/** Returns the lines of all metrics, sorted: ours are in the order of their labels. */
async function linesOf(registry: Registry): Promise<readonly string[]> {
  return (await registry.metrics()).split('\n').toSorted();
}

test('counts and distributions are written as those of prom-client are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(label, label, value)), async (events) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const counter = { name: 'calls_total', help: 'Calls.', labelNames };
      const histogram = { name: 'call_seconds', help: 'Durations.', labelNames };
      const counts = createCounts({ registry: ours, ...counter });
      const distributions = createDistributions({ registry: ours, ...histogram }, bounds);
      const theirCounter = new Counter({ ...counter, registers: [theirs] });
      const theirHistogram = new Histogram({ ...histogram, buckets: bounds, registers: [theirs] });
      for (const [endpoint, outcome, seconds] of events) {
        counts.at(endpoint).at(outcome).value.add(1);
        distributions.at(endpoint).at(outcome).value.observe(seconds);
        theirCounter.inc({ endpoint, outcome });
        theirHistogram.observe({ endpoint, outcome }, seconds);
      }
      expect(await linesOf(ours)).toEqual(await linesOf(theirs));
      // Reading changes nothing.
      expect(await linesOf(ours)).toEqual(await linesOf(theirs));
    }),
  );
});
