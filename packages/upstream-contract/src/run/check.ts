import type { ContractApi } from './contract-api.ts';

/** Check of one promise of the upstream by its responses. */
export interface Check {
  /** Stable: `group.name`. */
  id: string;
  /** Source of the promise: a section of the contract, or the page itself ("SEED"). */
  source: string;
  /**
   * Text that `run` must return. An array stands for a question that the sources leave open: each of its texts is
   * possible, and the result is noted. Any other text is a failure.
   */
  expected: string | readonly string[];
  /** True if the check writes contacts or needs a key that only a sandbox has. It runs on a sandbox only. */
  sandboxOnly?: boolean;
  /**
   * Sends requests and returns a short text about the result.
   * @throws Inconclusive if the portal lacks the data that the check needs
   */
  run: (api: ContractApi) => Promise<string>;
}

/**
 * - `passed`: the expected text.
 * - `noted`: one of the possible texts of an open question.
 * - `failed`: another text, or an error.
 * - `inconclusive`: the portal lacks the data that the check needs.
 * - `skipped`: not run, since the upstream is not a sandbox.
 */
export type Outcome = 'passed' | 'noted' | 'failed' | 'inconclusive' | 'skipped';

/** Result of a check. */
export interface CheckResult {
  id: string;
  source: string;
  expected: string;
  got: string;
  outcome: Outcome;
}

/** Thrown by a check if the portal lacks the data that it needs. */
export class Inconclusive extends Error {}

/**
 * Ends a check without a result.
 * @param lacking data that the check needs, such as "contacts without a last name"
 */
export function inconclusive(lacking: string): never {
  throw new Inconclusive(`inconclusive on this portal: it needs ${lacking}`);
}

/** Runs the checks one after the other. A check that throws fails. */
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
    return error instanceof Inconclusive ? result(message, 'inconclusive') : result(`threw: ${message}`, 'failed');
  }
}
