import { pinLoad } from './cores.ts';
import type { Options } from './options.ts';
import { costByCallers } from './scaling/by-callers.ts';
import { costByRows } from './scaling/by-rows.ts';
import { timeToFirstAnswer } from './scaling/first-answer.ts';
import { memoryOfLargeAnswers } from './scaling/memory.ts';
import { conditions } from './report/conditions.ts';
import { startStacks } from './start-stacks.ts';
import { startUpstream } from './upstream/upstream-process.ts';
import { workloads as allWorkloads } from './workloads.ts';

/** Measures how the cost of stacks grows. Returns the report as Markdown. */
export async function runScaling({ stacks, workloads, rounds }: Options, say: (line: string) => void): Promise<string> {
  const describe = conditions(pinLoad());
  const chosen =
    workloads === allWorkloads ? workloads.filter(({ name }) => name === 'W1' || name === 'W4') : workloads;
  await using upstream = await startUpstream();
  await using started = await startStacks(stacks, upstream.url, say);
  const [floor, ...servers] = started.servers;
  if (floor === undefined) throw new Error('The floor is not running.');
  const parts: string[] = [];
  for (const server of servers) {
    parts.push(`**${server.stack.title}**`);
    for (const workload of chosen) parts.push(await costByCallers(floor, server, upstream, workload, rounds));
    parts.push(await costByRows(floor, server, upstream, rounds));
    parts.push(await timeToFirstAnswer(server.stack, upstream));
    say(`measured: ${server.stack.title}`);
  }
  parts.push(await memoryOfLargeAnswers(stacks, upstream));
  return [...parts, ...started.missing, describe()].map((part) => part.trimEnd()).join('\n\n');
}
