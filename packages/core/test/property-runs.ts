import { defaultReportMessage, type Parameters, type RunDetails } from 'fast-check';

/**
 * Time after which a property with its usual number of runs ends, in milliseconds: without further runs, or, after a
 * failure, with the smallest case found so far.
 */
const LIMIT_MS = 8000;

/**
 * Returns the parameters of a property test: `PROPERTY_RUNS` multiplies its usual number of runs, and `PROPERTY_SEED`
 * repeats a run whose seed a failure printed. A busy machine means fewer runs, which are reported, and never a failure.
 * The only reader of the environment among the tests.
 */
export function runs<T>(usual: number): Parameters<T> {
  const factor = Number(process.env['PROPERTY_RUNS'] ?? 1);
  const seed = process.env['PROPERTY_SEED'];
  return {
    numRuns: Math.max(1, Math.round(usual * factor)),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    interruptAfterTimeLimit: LIMIT_MS * Math.max(1, factor),
    reporter: report,
  };
}

/** Throws for a counterexample and for too many skipped cases. fast-check also fails where time allowed no run at all. */
function report<T>(details: RunDetails<T>): void {
  if (details.interrupted && details.counterexample === null) {
    const { numRuns, runConfiguration } = details;
    process.stderr.write(`A property ended by time after ${numRuns} of ${runConfiguration.numRuns} runs.\n`);
  } else if (details.failed) {
    throw new Error(defaultReportMessage(details), { cause: details.errorInstance });
  }
}
