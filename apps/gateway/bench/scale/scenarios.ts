import { callersFor, type Row, type ScaleContext } from './scale-context.ts';
import { failureCount, failuresOf } from '../../test/shared/callers.ts';
import { mostInASecond, timeAbove, timeCrowded } from '../../test/shared/counting-proxy.ts';
import { statusOf, until } from '../../test/shared/cluster.ts';
import { mean, sleep } from '../steady-callers.ts';

export const CALLERS = 40;
const BUDGET = 10;

/** Ten times the budget through one replica: the throughput that others are compared with. */
export async function oneReplica({ cluster, seconds }: ScaleContext): Promise<{ perSecond: number; rows: Row[] }> {
  const first = callersFor((caller) => cluster.urlOf(caller % 3), CALLERS);
  await sleep(3000);
  first.stop();
  await first.done;
  cluster.portal.reset();
  const callers = callersFor(() => cluster.urlOf(0), CALLERS);
  await sleep(seconds * 1000);
  callers.stop();
  const perSecond = rateOf(cluster.portal.requests);
  const results = await callers.done;
  return {
    perSecond,
    rows: [
      {
        what: 'one replica, 10 times the budget: calls a second',
        measured: perSecond.toFixed(2),
        promised: 'up to 10',
        isKept: true,
      },
      failureRow('one replica: failures', results),
    ],
  };
}

/** The same through three replicas behind nginx. */
export async function threeReplicas(context: ScaleContext, alone: number): Promise<Row[]> {
  const { cluster, balancerUrl, seconds } = context;
  await cluster.untilShared(3);
  const before = await commandsOf(context);
  const cpuBefore = context.cpuSeconds();
  cluster.portal.reset();
  const callers = callersFor(() => balancerUrl, CALLERS);
  await sleep(seconds * 1000);
  const perSecond = rateOf(cluster.portal.requests);
  callers.stop();
  const results = await callers.done;
  const calls = cluster.portal.requests.length;
  const commands = (await commandsOf(context)) - before;
  const answered = results.map((result) => result.answered);
  const cpuMs = (1000 * (context.cpuSeconds() - cpuBefore)) / calls;
  const ratio = perSecond / alone;
  return [
    row(
      'three replicas: most calls in any second',
      mostInASecond(cluster.portal.requests),
      `at most ${BUDGET}`,
      (most) => most <= BUDGET,
    ),
    row('three replicas: most calls in flight', cluster.portal.mostInFlight, 'at most 2', (most) => most <= 2),
    {
      what: 'three replicas: throughput beside one',
      measured: `${perSecond.toFixed(2)} a second, ${(100 * ratio).toFixed(1)} %`,
      promised: 'within 5 %',
      isKept: Math.abs(ratio - 1) <= 0.05,
    },
    {
      what: `answers of ${CALLERS} callers, least and most`,
      measured: `${Math.min(...answered)} and ${Math.max(...answered)}`,
      promised: 'none is starved',
      isKept: Math.min(...answered) >= mean(answered) / 2,
    },
    failureRow('three replicas: failures', results),
    row(
      'Redis commands for each upstream call',
      (commands / calls).toFixed(2),
      'at most about 1',
      (per) => Number(per) <= 1.3,
    ),
    {
      what: 'CPU of gateways and Redis for each upstream call',
      measured: `${cpuMs.toFixed(1)} ms`,
      promised: '',
      isKept: true,
    },
  ];
}

/** Kill -9 of one replica under load. */
export async function killOne({ cluster, balancerUrl }: ScaleContext): Promise<Row[]> {
  await cluster.untilShared(3);
  // Each caller has its own replica, without a balancer: what fails is what was in flight at the one that is killed.
  const callers = callersFor((caller) => cluster.urlOf(caller % 3), 12);
  await sleep(3000);
  const killedAt = performance.now();
  cluster.portal.reset();
  cluster.process(2).kill('SIGKILL');
  await sleep(15_000);
  const stoppedAt = performance.now();
  callers.stop();
  const results = await callers.done;
  const others = results.filter((_, caller) => caller % 3 !== 2);
  const times = cluster.portal.requests.map(({ at }) => at - killedAt).filter((at) => at < stoppedAt - killedAt);
  const later = times.filter((at) => at > 5000);
  const laterRate = (1000 * later.length) / (stoppedAt - killedAt - 5000);
  const rows = [
    failureRow('kill -9: failures at the other replicas', others),
    row(
      'kill -9: longest pause of the portal',
      `${(longestGap(times) / 1000).toFixed(1)} s`,
      'at most 5 s',
      () => longestGap(times) <= 5000,
    ),
    row(
      'kill -9: calls a second, from 5 s after it',
      laterRate.toFixed(2),
      'the whole budget',
      () => laterRate >= 0.9 * BUDGET,
    ),
    row(
      'kill -9: most calls in any second',
      mostInASecond(cluster.portal.requests),
      `at most ${BUDGET}`,
      (most) => most <= BUDGET,
    ),
  ];
  await cluster.restart(2, 'SIGKILL');
  // Through the balancer the requests of the killed one are answered, too.
  const balanced = callersFor(() => balancerUrl, 12);
  await sleep(2000);
  cluster.process(2).kill('SIGKILL');
  await sleep(2000);
  balanced.stop();
  rows.push(failureRow('kill -9 behind nginx: failures', await balanced.done));
  await cluster.restart(2, 'SIGKILL');
  return rows;
}

/** Redis stopped for 10 s under load. */
export async function loseRedis({ cluster, balancerUrl }: ScaleContext): Promise<Row[]> {
  await cluster.untilShared(3);
  cluster.portal.reset();
  const callers = callersFor(() => balancerUrl, CALLERS);
  await sleep(3000);
  await cluster.redis.stop();
  await sleep(10_000);
  const states = await Promise.all([0, 1, 2].map((index) => statusOf(cluster.urlOf(index))));
  const startedAt = performance.now();
  await cluster.redis.start();
  await cluster.untilShared(3);
  const sharedAfterMs = performance.now() - startedAt;
  await sleep(3000);
  callers.stop();
  const results = await callers.done;
  const { requests } = cluster.portal;
  const aboveMs = timeAbove(requests, 1.5 * BUDGET);
  return [
    failureRow('Redis gone for 10 s: failures', results),
    {
      what: 'Redis gone: /readyz of the three',
      measured: states.map(({ status, shared }) => `${status}/${shared?.redis}`).join(', '),
      promised: 'ready/down',
      isKept: states.every(({ status, shared }) => status === 'ready' && shared?.redis === 'down'),
    },
    row(
      'Redis gone: most calls in any second',
      mostInASecond(requests),
      'above 15 for at most 1 s',
      () => aboveMs <= 1000,
    ),
    row(
      'Redis gone: most calls in flight',
      cluster.portal.mostInFlight,
      'above 3 for at most 1 s',
      () => timeCrowded(requests, 3) <= 1000,
    ),
    row('Redis back: budget is shared again after', `${(sharedAfterMs / 1000).toFixed(1)} s`, '', () => true),
  ];
}

/** Each of the three replicas restarted in turn under load. */
export async function rollingRestart({ cluster, balancerUrl }: ScaleContext): Promise<Row[]> {
  await cluster.untilShared(3);
  cluster.portal.reset();
  const callers = callersFor(() => balancerUrl, CALLERS);
  for (const index of [0, 1, 2]) {
    await sleep(1000);
    await cluster.restart(index, 'SIGTERM');
  }
  await sleep(1000);
  callers.stop();
  const results = await callers.done;
  await until(async () => (await statusOf(cluster.urlOf(2))).status === 'ready');
  return [
    failureRow('rolling restart: lost requests', results),
    row(
      'rolling restart: most calls in any second',
      mostInASecond(cluster.portal.requests),
      `at most ${BUDGET}`,
      (most) => most <= BUDGET,
    ),
  ];
}

async function commandsOf({ cluster }: ScaleContext): Promise<number> {
  const statuses = await Promise.all(cluster.ports.map((_, index) => statusOf(cluster.urlOf(index))));
  return statuses.reduce((sum, { shared }) => sum + (shared?.budgetCommands ?? 0), 0);
}

/** Returns the calls a second, from the first to the last, without the burst of the first second. */
function rateOf(requests: readonly { readonly at: number }[]): number {
  const first = (requests[0]?.at ?? 0) + 1000;
  const later = requests.filter(({ at }) => at > first);
  const spanMs = (later.at(-1)?.at ?? first) - first;
  return (1000 * later.length) / spanMs;
}

function longestGap(times: readonly number[]): number {
  return Math.max(0, ...times.map((at, index) => at - (times[index - 1] ?? 0)));
}

function row<T>(what: string, measured: T, promised: string, isKept: (measured: T) => boolean): Row {
  return { what, measured: String(measured), promised, isKept: isKept(measured) };
}

function failureRow(what: string, results: Parameters<typeof failuresOf>[0]): Row {
  return { what, measured: failuresOf(results), promised: 'none', isKept: failureCount(results) === 0 };
}
