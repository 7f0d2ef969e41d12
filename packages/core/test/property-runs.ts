import type { Parameters } from 'fast-check';

/** So long one property may take with its usual number of runs: a failure then ends with the smallest case found so far. */
const LIMIT_MS = 8000;

/**
 * How often property tests run: `PROPERTY_RUNS` multiplies each test's own number, and `PROPERTY_SEED` repeats a run
 * whose seed a failure printed. The one place of the tests that reads the environment.
 */
export function runs<T>(usual: number): Parameters<T> {
  const factor = Number(process.env['PROPERTY_RUNS'] ?? 1);
  const seed = process.env['PROPERTY_SEED'];
  return {
    numRuns: Math.max(1, Math.round(usual * factor)),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    interruptAfterTimeLimit: LIMIT_MS * Math.max(1, factor),
    markInterruptAsFailure: true,
  };
}
