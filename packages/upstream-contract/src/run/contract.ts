import { contractChecks } from '../checks/all-checks.ts';
import { type CheckResult, type Outcome, runChecks } from './check.ts';
import { createContractApi, type DemoCredentials } from './contract-api.ts';
import { httpSend, type Send } from './wire.ts';

/** The upstream that the suite runs against. */
export interface ContractRun {
  /** Its origin, or a way of asking it. */
  upstream: string | Send;
  key: string;
  /** The keys of a sandbox, which may also be written to; null for any other upstream. */
  demo: DemoCredentials | null;
  /** Milliseconds before each request, for upstreams that must not be hurried. Default 0. */
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
  untold: '?   ',
  skipped: 'skip',
};

/** Formats the results as a table of outcome, id, expected and got, and a line that counts. */
export function contractTable(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap(({ id, expected, got, outcome, source }) => {
    const line = `${marks[outcome]}  ${id.padEnd(width)}  ${got}`;
    return outcome === 'failed' ? [line, `      expected: ${expected} (${source})`] : [line];
  });
  return [`      ${'id'.padEnd(width)}  got`, ...lines, '', summaryOf(results)].join('\n');
}

/** Counts the results by outcome. */
export function summaryOf(results: readonly CheckResult[]): string {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  return (
    `${count('passed')} passed, ${count('noted')} noted, ${count('failed')} failed, ` +
    `${count('untold')} cannot be told, ${count('skipped')} not run`
  );
}
