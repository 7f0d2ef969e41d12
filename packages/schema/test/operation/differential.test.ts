import { expect, test } from 'vitest';
import { type BothWays, runBothWays } from './both-ways.ts';

/** How many random operations are run in both ways; a long run: `DIFFERENTIAL_RUNS=50000`. */
// oxlint-disable-next-line node/no-process-env -- said for one run, by hand
const { DIFFERENTIAL_RUNS = '300', DIFFERENTIAL_SEED = '1' } = process.env;
const runs = Number(DIFFERENTIAL_RUNS);
const firstSeed = Number(DIFFERENTIAL_SEED);
const HOUR_MS = 3_600_000;

test(
  'compiled operations give the bytes of graphql-js, and ask upstream for the same',
  { timeout: HOUR_MS },
  async () => {
    const seen: BothWays[] = [];
    const left = { invalid: 0, 'not compiled': 0 };
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const both = await runBothWays(String(seed));
      if (typeof both === 'string') {
        left[both] += 1;
        continue;
      }
      const { place, expected, own } = both;
      expect({ place, ...own }).toEqual({ place, ...expected });
      seen.push(both);
    }
    // What was compared says something only if it is of many kinds.
    expect(left.invalid / runs).toBeLessThan(0.5);
    expect(left['not compiled'] / runs).toBeLessThan(0.4);
    expect(seen.filter(({ lost }) => lost).length / seen.length).toBeLessThan(0.1);
    expect(seen.filter(({ errors }) => errors > 0).length / seen.length).toBeGreaterThan(0.1);
    expect(seen.reduce((sum, { own }) => sum + own.asked.length, 0)).toBeGreaterThan(seen.length / 2);
  },
);
