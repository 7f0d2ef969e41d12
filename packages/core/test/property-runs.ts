/**
 * How often property tests run: `PROPERTY_RUNS` multiplies each test's own number, and `PROPERTY_SEED` repeats a run
 * whose seed a failure printed. The one place of the tests that reads the environment.
 */
export function runs(usual: number): { numRuns: number; seed?: number; endOnFailure?: boolean } {
  const factor = Number(process.env['PROPERTY_RUNS'] ?? 1);
  const seed = process.env['PROPERTY_SEED'];
  return { numRuns: Math.max(1, Math.round(usual * factor)), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}
