import { checkAnswer } from '../check-answers.ts';
import { manyKeys } from '../compare.ts';
import { duration, figure } from '../report/figures.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { type Rounds, runRounds } from '../rounds.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Upstream } from '../upstream/upstream-process.ts';
import { fewRows, workloadNamed } from '../workloads.ts';

/** Measures pages of ten fields with more and more rows. Returns a table of the CPU that a row costs. */
export async function costByRows(
  floor: ServerProcess,
  server: ServerProcess,
  upstream: Upstream,
  rounds: Rounds,
): Promise<string> {
  const lines: (readonly string[])[] = [];
  for (const workload of [fewRows, workloadNamed('W3'), workloadNamed('W5')]) {
    const { answer } = await checkAnswer(floor, workload);
    await checkAnswer(server, workload, answer);
    const common = { upstream, workload, keys: manyKeys };
    const [least, own] = await runRounds(
      [
        { ...common, label: floor.stack.title, server: floor },
        { ...common, label: server.stack.title, server },
      ],
      rounds,
    );
    const [ofFloor, ofServer] = [least?.cpuMicros ?? Number.NaN, own?.cpuMicros ?? Number.NaN];
    lines.push([
      workload.title,
      duration(ofServer),
      figure(own?.ratio ?? Number.NaN),
      duration(ofServer / workload.rows),
      duration((ofServer - ofFloor) / workload.rows),
    ]);
  }
  return markdownTable(['page', 'CPU/operation', 'to the floor', 'CPU/row', 'above the floor/row'], lines);
}
