// Three gateways, Redis and nginx on this machine, in front of the sandbox: `npm run scale [seconds]`
import { hasRedis } from '../../../../test/redis-server.ts';
import { startCluster } from '../../test/shared/cluster.ts';
import { budgetCpu } from './budget-cpu.ts';
import { cachedReads } from './cached-reads.ts';
import { manyPortals } from './many-portals.ts';
import { cpuSecondsOf } from './cpu.ts';
import { hasNginx, startNginx } from '../../test/shared/nginx.ts';
import type { Row, ScaleContext } from './scale-context.ts';
import { killOne, loseRedis, oneReplica, rollingRestart, threeReplicas } from './scenarios.ts';

const seconds = Number(process.argv[2] ?? 20);

if (!hasRedis || !hasNginx) {
  console.error('Needs Redis and nginx: apt-get install redis-server nginx');
  process.exit(1);
}
if (!Number.isFinite(seconds) || seconds < 5) {
  console.error('usage: npm run scale -- [seconds of each longer scenario, at least 5]');
  process.exit(2);
}

const rows: Row[] = [];
print([{ what: 'Measured', measured: '', promised: 'Promised', isKept: true }]);
await overBudget();
add(await cachedReads());
add(await budgetCpu());
add(await manyPortals());
const broken = rows.filter(({ isKept }) => !isKept).length;
console.log(broken === 0 ? '\nAll promises are kept.' : `\n${broken} promises are broken.`);
process.exitCode = broken === 0 ? 0 : 1;

async function overBudget(): Promise<void> {
  await using cluster = await startCluster({ gateways: 3 });
  await using nginx = await startNginx(cluster.ports);
  const pids = (): number[] => [...cluster.ports.map((_, index) => cluster.process(index).pid), cluster.redis.pid];
  const context: ScaleContext = { cluster, balancerUrl: nginx.url, seconds, cpuSeconds: () => cpuSecondsOf(pids()) };
  const { perSecond, rows: aloneRows } = await oneReplica(context);
  add(aloneRows);
  add(await threeReplicas(context, perSecond));
  add(await killOne(context));
  add(await loseRedis(context));
  add(await rollingRestart(context));
}

function add(more: readonly Row[]): void {
  rows.push(...more);
  print(more);
}

function print(lines: readonly Row[]): void {
  for (const { what, measured, promised, isKept } of lines) {
    console.log(`${isKept ? ' ' : '✗'} ${what.padEnd(72)} ${measured.padEnd(36)} ${promised}`);
  }
}
