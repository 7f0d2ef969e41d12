import { readFileSync, writeFileSync } from 'node:fs';
import { checkAnswer } from '../check-answers.ts';
import { manyKeys } from '../compare.ts';
import { runLoad } from '../load/load.ts';
import { requestsWith } from '../load/post-request.ts';
import { figure, megabytes } from '../report/figures.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { startServer } from '../server-process.ts';
import type { Stack } from '../stacks/stack.ts';
import type { Upstream } from '../upstream/upstream-process.ts';
import { fewRows, workloadNamed } from '../workloads.ts';

const WARM_UP_MS = 3000;
const MANY_CALLERS = 32;

/** Measures new processes while they answer 5,000 rows, Linux only. Returns a table of peaks above idle. */
export async function memoryOfLargeAnswers(stacks: readonly Stack[], upstream: Upstream): Promise<string> {
  const large = workloadNamed('W5');
  const lines: (readonly string[])[] = [];
  for (const stack of stacks) {
    await using server = await startServer(stack, upstream.url, ['--expose-gc']);
    const post = (workload: typeof large) => {
      const request = stack.request(workload);
      if (request === undefined) throw new Error(`${stack.title} has no ${workload.name}.`);
      return requestsWith(request, manyKeys);
    };
    // Modules are loaded, code is compiled and the document is known before idle is measured: a stack can execute the first
    // operation of a document in another way than the others.
    await runLoad({ port: server.port, connections: 8, durationMs: WARM_UP_MS, request: post(fewRows) });
    const { rss: idle } = await server.usageAfterCollection();
    forgetPeak(server.pid);
    const { bodyBytes } = await checkAnswer(server, large);
    const one = peak(server.pid);
    forgetPeak(server.pid);
    const load = {
      port: server.port,
      connections: MANY_CALLERS,
      durationMs: WARM_UP_MS,
      request: post(large),
      bodyBytes,
    };
    const { wrong } = await runLoad(load);
    if (wrong > 0) throw new Error(`${stack.title}: ${wrong} answers of 5,000 rows are wrong.`);
    lines.push([
      stack.title,
      megabytes(idle),
      megabytes(bodyBytes),
      megabytes(one - idle),
      figure((one - idle) / bodyBytes),
      megabytes(peak(server.pid)),
    ]);
  }
  const head = [
    '5,000 rows',
    'idle',
    'answer',
    'one answer, above idle',
    'as answers',
    `peak with ${MANY_CALLERS} callers`,
  ];
  return markdownTable(head, lines);
}

/** Makes the present memory of a process its peak. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The most resident bytes of a process since then. */
function peak(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
