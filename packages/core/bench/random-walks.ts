// Random walks over the sandbox under random switches: `npm run bench -- random-walks [walks] [seed] [several]`.
import { randomWalks } from '../test/random-walks.ts';

const [walks = '20000', seed = '1', several] = process.argv.slice(2);
const begun = performance.now();
const { whole, refused, refusedUnder, wrong } = await randomWalks(Number(walks), Number(seed), several === 'several');
const seconds = Math.round((performance.now() - begun) / 1000);
process.stdout.write(
  [
    `${walks} walks in ${seconds} s: ${whole} whole, ${refused} refused, ${wrong.length} wrong`,
    `refused under ${[...refusedUnder].toSorted().join(', ') || 'nothing'}`,
    ...wrong.slice(0, 10),
    '',
  ].join('\n'),
);
process.exitCode = wrong.length > 0 ? 1 : 0;
