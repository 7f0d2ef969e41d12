import { contractChecks } from '../checks/all-checks.ts';
import { type CheckResult, type Outcome, runChecks } from './check.ts';
import { createContractApi, type DemoCredentials } from './contract-api.ts';
import { httpSend, type Send } from './wire.ts';

/** Options of a run of the suite. */
export interface ContractRun {
  /** Origin of the upstream, or a function that sends requests to it. */
  upstream: string | Send;
  key: string;
  /** Keys of a sandbox, which the suite also writes to; null for any other upstream. */
  demo: DemoCredentials | null;
  /** Milliseconds to wait before each request. Default 0. */
  pauseMs?: number;
  /** Runs only the checks of this group, such as `paging`. */
  group?: string | undefined;
}

/** Runs the suite against an upstream. */
export function runContract({ upstream, key, demo, pauseMs = 0, group }: ContractRun): Promise<CheckResult[]> {
  const chosen = contractChecks.filter(({ id }) => group === undefined || id.startsWith(`${group}.`));
  const send = typeof upstream === 'string' ? httpSend(upstream) : upstream;
  return runChecks(chosen, createContractApi({ send, key, demo, pauseMs }));
}

const marks: Record<Outcome, string> = {
  passed: 'ok  ',
  noted: 'note',
  failed: 'FAIL',
  inconclusive: '?   ',
  skipped: 'skip',
};

/** Formats the results as a table, with the number of results by outcome in the last line. */
export function contractTable(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap(({ id, expected, got, outcome, source }) => {
    const line = `${marks[outcome]}  ${id.padEnd(width)}  ${got}`;
    return outcome === 'failed' ? [line, `      expected: ${expected} (${source})`] : [line];
  });
  return [`      ${'id'.padEnd(width)}  got`, ...lines, '', summaryOf(results)].join('\n');
}

/** Formats the number of results by outcome. */
export function summaryOf(results: readonly CheckResult[]): string {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  return (
    `${count('passed')} passed, ${count('noted')} noted, ${count('failed')} failed, ` +
    `${count('inconclusive')} inconclusive, ${count('skipped')} not run`
  );
}
