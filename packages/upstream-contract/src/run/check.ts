import type { ContractApi } from './contract-api.ts';

/** One promise of the upstream, checked by its answers. */
export interface Check {
  /** Stable: `group.name`. */
  id: string;
  /** The place that states the promise: a section of the contract, or the page itself ("SEED"). */
  source: string;
  /**
   * The text that `run` must give. A list stands for a question that the sources leave open: each of its texts is a
   * possible answer, and the one that came is noted; any other text is a failure.
   */
  expected: string | readonly string[];
  /** Writes contacts, or needs a key that only the sandbox has: not run against the real upstream. */
  sandboxOnly?: boolean;
  /** Asks, and describes the outcome as a short text. Throws `CannotTell` where the portal's data do not allow it. */
  run: (api: ContractApi) => Promise<string>;
}

/**
 * - `passed`: the expected text.
 * - `noted`: one of the possible answers to an open question.
 * - `failed`: another text, or an error.
 * - `untold`: no verdict, since this portal lacks the data; neither a pass nor a failure.
 * - `skipped`: not run, since only the sandbox may be asked.
 */
export type Outcome = 'passed' | 'noted' | 'failed' | 'untold' | 'skipped';

/** The result of a check. */
export interface CheckResult {
  id: string;
  source: string;
  expected: string;
  got: string;
  outcome: Outcome;
}

/** Thrown by a check that needs data which this portal does not have. */
export class CannotTell extends Error {}

/**
 * Ends a check without a verdict.
 * @param lacking the data that the portal would need, such as "contacts without a last name"
 */
export function cannotTell(lacking: string): never {
  throw new CannotTell(`cannot be told on this portal: it needs ${lacking}`);
}

/** Runs the checks one after the other; a check that throws has failed. */
export async function runChecks(checks: readonly Check[], api: ContractApi): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await resultOf(check, api));
  return results;
}

async function resultOf({ id, source, expected, sandboxOnly = false, run }: Check, api: ContractApi) {
  const wanted = typeof expected === 'string' ? expected : expected.join(' | ');
  const result = (got: string, outcome: Outcome): CheckResult => ({ id, source, expected: wanted, got, outcome });
  if (sandboxOnly && api.demo === null) return result('not run: only on the sandbox', 'skipped');
  try {
    const got = await run(api);
    if (typeof expected !== 'string' && expected.includes(got)) return result(got, 'noted');
    return result(got, got === expected ? 'passed' : 'failed');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof CannotTell ? result(message, 'untold') : result(`threw: ${message}`, 'failed');
  }
}
