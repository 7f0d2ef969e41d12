import { checkAnswer } from './check-answers.ts';
import { manyKeys } from './compare.ts';
import { pinLoad } from './cores.ts';
import { measure } from './measure.ts';
import type { Options } from './options.ts';
import { profileTables } from './profile/profile-tables.ts';
import { startServer } from './server-process.ts';
import { startUpstream } from './upstream/upstream-process.ts';

/** Takes a CPU profile of each stack under each workload. Returns where the time went as Markdown. */
export async function runProfile({ stacks, workloads, rounds }: Options, say: (line: string) => void): Promise<string> {
  pinLoad();
  await using upstream = await startUpstream();
  const parts: string[] = [];
  for (const stack of stacks) {
    for (const workload of workloads) {
      await using server = await startServer(stack, upstream.url);
      const { bodyBytes } = await checkAnswer(server, workload);
      const run = { server, upstream, workload, keys: manyKeys, bodyBytes };
      await measure({ ...run, durationMs: rounds.warmUpMs });
      await server.startProfile();
      const { operations } = await measure({ ...run, durationMs: rounds.rounds * rounds.durationMs });
      const profile = await server.stopProfile();
      say(`${stack.title}, ${workload.name}: ${operations} operations while profiled`);
      parts.push(`${stack.title}, ${workload.name}: ${workload.title}\n\n${profileTables(profile, operations)}`);
    }
  }
  return parts.join('\n');
}
