import { readFile } from 'node:fs/promises';
import { answerFaults } from './answer-faults.ts';
import { connectionFaults } from './connection-faults.ts';
import type { FaultCase, Seen } from './fault-case.ts';
import { refusals } from './refusals.ts';

/** All cases by the headings of docs/faults.md. */
export const faultCases: readonly (readonly [heading: string, cases: readonly FaultCase[]])[] = [
  ['The connection to the upstream', connectionFaults],
  ['Responses that do not follow the contract', answerFaults],
  ['Errors of the upstream', refusals],
];

export const tableFile = new URL('../../../../docs/faults.md', import.meta.url);

/** Returns docs/faults.md. */
export function readTable(): Promise<string> {
  return readFile(tableFile, 'utf8');
}

/** Returns the page with tables of the cases; the text before the first heading of the second level is kept. */
export function withTables(page: string): string {
  const introduction = page.split('\n## ')[0]?.trimEnd() ?? '';
  const sections = faultCases.map(([heading, cases]) => `## ${heading}\n\n${head}\n${cases.map(rowOf).join('\n')}\n`);
  return `${introduction}\n\n${sections.join('\n')}`;
}

/** HTTP status of every row: a fault upstream is no fault of the gateway's HTTP. */
export const HTTP_STATUS = 200;

const head = '| Fault | Data | Error | HTTP | Requests | When |\n| --- | --- | --- | --- | --- | --- |';

function rowOf({ fault, sees }: FaultCase): string {
  return `| ${fault} | ${dataOf(sees)} | ${errorOf(sees)} | ${HTTP_STATUS} | ${sees.requests ?? '–'} | ${sees.time} |`;
}

function dataOf({ data, error }: Seen): string {
  if (data === 'all') return 'all';
  return data === 'nothing' ? `\`${error?.path ?? 'contacts'}: null\`` : data.said;
}

function errorOf({ error }: Seen): string {
  if (!error) return 'none';
  const upstream = error.upstream === undefined ? [] : [`upstream \`${error.upstream}\``];
  const path = error.path?.includes('.') === true ? [`at \`${error.path}\``] : [];
  return [`\`${error.code}\``, ...upstream, ...(error.retryAfter ? ['`retryAfter`'] : []), ...path].join(', ');
}
