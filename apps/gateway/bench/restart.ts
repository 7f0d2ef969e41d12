// Lost operations around a SIGTERM with operations in flight and callers in keep-alive loops:
// `npm run bench -- restart [rounds]`
import { restartUnderLoad, wholeAnswer } from '../test/operations/restart-under-load.ts';

const rounds = Number(process.argv[2] ?? 10);
const load = { inFlight: 40, loops: 10, loopedBefore: 100 };

let [answered, lost, wrong, unclean] = [0, 0, 0, 0];
for (let round = 0; round < rounds; round += 1) {
  const { inFlight, looped, exit } = await restartUnderLoad(load);
  for (const outcome of [...inFlight, ...looped]) {
    if (outcome.status === 'rejected') lost += 1;
    else if (outcome.value.status === 200 && outcome.value.body === wholeAnswer) answered += 1;
    else wrong += 1;
  }
  if (exit !== 0) unclean += 1;
}
process.stdout.write(
  `${rounds} times SIGTERM with ${load.inFlight} operations in flight and ${load.loops} callers in keep-alive loops, without grace\n` +
    `answered ${answered}, lost ${lost}, answered otherwise ${wrong}; ended with another exit code than 0: ${unclean}\n`,
);
