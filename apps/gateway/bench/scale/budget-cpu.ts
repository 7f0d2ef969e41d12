import { startCluster } from '../../test/shared/cluster.ts';
import { sleep } from '../steady-callers.ts';
import { cpuSecondsOf } from './cpu.ts';
import { callersFor, type Row } from './scale-context.ts';

/** More than a portal has, so that there is CPU to be measured beside the timers of an idle process. */
const env = { PORTAL_RATE: '60', PORTAL_CONCURRENCY: '6', KEY_RATE: 'off', KEY_SEARCH_RATE: 'off' };
/** A third of it. */
const third = { REDIS_URL: '', PORTAL_RATE: '20', PORTAL_CONCURRENCY: '2' };
const MEASURED_MS = 8000;

/** CPU of gateways and Redis for an operation of one upstream call: in memory, with a lease, and with one round trip a call. */
export async function budgetCpu(): Promise<Row[]> {
  const inMemory = await cpuOf(1, { REDIS_URL: '' });
  const leased = await cpuOf(1, {});
  const thirds = await cpuOf(3, third);
  const shared = await cpuOf(3, {});
  const row = (what: string, { gatewayMs, redisMs }: Cpu): Row => ({
    what: `CPU for an operation, ${what}`,
    measured: `${gatewayMs.toFixed(2)} ms, and ${redisMs.toFixed(2)} ms in Redis`,
    promised: '',
    isKept: true,
  });
  return [
    row('budget in memory', inMemory),
    row('one replica with the lease', leased),
    row('three replicas, a third in memory each', thirds),
    row('three replicas, a round trip for each call', shared),
  ];
}

interface Cpu {
  readonly gatewayMs: number;
  readonly redisMs: number;
}

async function cpuOf(gateways: number, more: Readonly<Record<string, string>>): Promise<Cpu> {
  await using cluster = await startCluster({ gateways, env: { ...env, ...more } });
  const pids = cluster.ports.map((_, index) => cluster.process(index).pid);
  const callers = callersFor((caller) => cluster.urlOf(caller % gateways), 24);
  // Until the code is compiled.
  await sleep(5000);
  const before = [cpuSecondsOf(pids), cpuSecondsOf([cluster.redis.pid])] as const;
  cluster.portal.reset();
  await sleep(MEASURED_MS);
  const operations = cluster.portal.requests.length;
  const gatewayMs = (1000 * (cpuSecondsOf(pids) - before[0])) / operations;
  const redisMs = (1000 * (cpuSecondsOf([cluster.redis.pid]) - before[1])) / operations;
  callers.stop();
  await callers.done;
  return { gatewayMs, redisMs };
}
