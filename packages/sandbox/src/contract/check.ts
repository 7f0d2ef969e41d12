import type { ContractApi } from './contract-api.ts';

/** One promise of the upstream, checked by what it answers. */
export interface Check {
  /** Stable: `group.name`. */
  id: string;
  /** Where the promise is written: a section of the contract, or the page itself ("SEED"). */
  source: string;
  /** What must come out, as short text. */
  expected: string;
  /** Writes contacts, or needs a key that only the twin has: not run against the real upstream. */
  twinOnly?: boolean;
  /** Asks and says what came out. */
  run: (api: ContractApi) => Promise<string>;
}

/** What came of a check. */
export interface CheckResult {
  id: string;
  source: string;
  expected: string;
  got: string;
  outcome: 'passed' | 'failed' | 'skipped';
}

/** Runs the checks one after the other; a check that throws has failed. */
export async function runChecks(checks: readonly Check[], api: ContractApi, twin: boolean): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { id, source, expected, twinOnly = false, run } of checks) {
    if (twinOnly && !twin) {
      results.push({ id, source, expected, got: 'not run: only on the twin', outcome: 'skipped' });
      continue;
    }
    const got = await run(api).catch(
      (error: unknown) => `threw: ${error instanceof Error ? error.message : String(error)}`,
    );
    results.push({ id, source, expected, got, outcome: got === expected ? 'passed' : 'failed' });
  }
  return results;
}
