import { createReferences } from '@contacts/core';
import { expect, test } from 'vitest';
import { runBothWays } from './both-ways.ts';

/** The number of random operations that are run in both ways; a long run: `DIFFERENTIAL_RUNS=50000`. */
// oxlint-disable-next-line node/no-process-env -- said for one run, by hand
const { DIFFERENTIAL_RUNS = '300', DIFFERENTIAL_SEED = '1' } = process.env;
const runs = Number(DIFFERENTIAL_RUNS);
const firstSeed = Number(DIFFERENTIAL_SEED);
const HOUR_MS = 3_600_000;

test(
  'compiled operations return the bytes of graphql-js, and send the same upstream requests',
  { timeout: HOUR_MS },
  async () => {
    const references = createReferences();
    const seen = { compared: 0, lost: 0, withErrors: 0, calls: 0 };
    const left = { invalid: 0, 'not compiled': 0 };
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const both = await runBothWays(references, String(seed));
      if (typeof both === 'string') {
        left[both] += 1;
        continue;
      }
      const { place, expected, own, lost, errors } = both;
      expect({ place, ...own }).toEqual({ place, ...expected });
      seen.compared += 1;
      if (lost) seen.lost += 1;
      if (errors > 0) seen.withErrors += 1;
      seen.calls += own.asked.length;
    }
    // The comparison is meaningful only if operations of many kinds were compared.
    expect(left.invalid / runs).toBeLessThan(0.5);
    expect(left['not compiled'] / runs).toBeLessThan(0.4);
    expect(seen.lost / seen.compared).toBeLessThan(0.1);
    expect(seen.withErrors / seen.compared).toBeGreaterThan(0.1);
    expect(seen.calls).toBeGreaterThan(seen.compared / 2);
  },
);
