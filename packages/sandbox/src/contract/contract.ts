import { type Check, type CheckResult, runChecks } from './check.ts';
import { createContractApi } from './contract-api.ts';
import { entityChecks } from './entity-checks.ts';
import { filterChecks } from './filter-checks.ts';
import { keyChecks } from './key-checks.ts';
import { listChecks } from './list-checks.ts';
import { pagingChecks } from './paging-checks.ts';

/** Every check, in the order of the run: those that write are last. */
export const contractChecks: readonly Check[] = [
  ...listChecks,
  ...pagingChecks,
  ...filterChecks,
  ...entityChecks,
  ...keyChecks,
];

/** Against whom the suite runs. */
export interface ContractRun {
  url: string;
  key: string;
  /** The twin may be written to and has the demo keys. */
  twin: boolean;
  /** Waits before each request, for upstreams that must not be hurried. */
  pauseMs: number;
  /** Only the checks of this group, such as `paging`. */
  group?: string | undefined;
}

/** Runs the suite against an upstream. */
export function runContract({ url, key, twin, pauseMs, group }: ContractRun): Promise<CheckResult[]> {
  const chosen = contractChecks.filter(({ id }) => group === undefined || id.startsWith(`${group}.`));
  return runChecks(chosen, createContractApi(url, key, pauseMs), twin);
}

/** A table of id, outcome, expected and got, and a line that counts. */
export function contractTable(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const expectedWidth = Math.max(...results.map(({ expected }) => expected.length));
  const marks = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' };
  const lines = results.map(({ id, expected, got, outcome, source }) =>
    [
      marks[outcome],
      id.padEnd(width),
      expected.padEnd(expectedWidth),
      got,
      ...(outcome === 'failed' ? [`(${source})`] : []),
    ].join('  '),
  );
  const count = (outcome: CheckResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const summary = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} not run`;
  return [`      ${'id'.padEnd(width)}  ${'expected'.padEnd(expectedWidth)}  got`, ...lines, '', summary].join('\n');
}
