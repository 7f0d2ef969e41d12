import { checkAnswer } from '../check-answers.ts';
import { startServer } from '../server-process.ts';
import type { Stack } from '../stacks/stack.ts';
import { figure } from '../report/figures.ts';
import { median } from '../statistics.ts';
import type { Upstream } from '../upstream/upstream-process.ts';
import { workloadNamed } from '../workloads.ts';

const STARTS = 5;

/** Measures the time from the start of a process to its first answer. Returns a sentence. */
export async function timeToFirstAnswer(stack: Stack, upstream: Upstream): Promise<string> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const begunAt = performance.now();
    await using server = await startServer(stack, upstream.url);
    await checkAnswer(server, workloadNamed('W1'));
    times.push((performance.now() - begunAt) / 1000);
  }
  return `From process start to the first answer (W1): ${figure(median(times))} s, the median of ${STARTS} starts.`;
}
