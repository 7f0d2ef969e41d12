import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { costlyRequests } from './costly-requests.ts';

/** A large legitimate page: the CPU time of other requests is given as a multiple of its own, in the same minute. */
const PLAIN =
  '{ contacts(first: 5000) { nodes { id name lastName secondName phone email post comments createdTime } } }';
/** Number of its runs, of which the median is taken, after a first run that compiles. */
const PLAIN_RUNS = 5;
/** Twice the multiple of the costliest request that was measured: superlinear cost exceeds it by far. */
const MAX_TIMES_PLAIN = 30;
const MAX_CALLS = 50;
/** Measurements of a request that exceeds its limit, each beside plain pages: other load of the machine comes and goes. */
const MEASUREMENTS = 3;

let gateway: GatewayWithSandbox;
let plainMs: number;
let costliest = { name: '', times: 0 };
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 5000 });
  await cpuMsOf(PLAIN);
  // Until a list is known to have all phones, a page of 5000 is planned with a read of each contact and rejected.
  await gateway.ask('{ contacts(first: 1) { nodes { phones { value } } } }');
  plainMs = await cpuMsOfPlain();
});
afterAll(async () => {
  process.stdout.write(`costliest: ${costliest.name}, ${costliest.times.toFixed(1)} times a plain page of 5000\n`);
  await gateway[Symbol.asyncDispose]();
});

async function cpuMsOfPlain(): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run < PLAIN_RUNS; run += 1) runs.push((await cpuMsOf(PLAIN)).cpuMs);
  return runs.toSorted((a, b) => a - b)[Math.floor(PLAIN_RUNS / 2)] ?? 0;
}

/** The CPU time includes the sandbox's, which runs in the same process. */
async function cpuMsOf(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const before = process.cpuUsage();
  const answer = await gateway.ask(query, { variables });
  const { user, system } = process.cpuUsage(before);
  return { ...answer, cpuMs: (user + system) / 1000 };
}

test.each(costlyRequests)(
  'a costly request takes little CPU time and few calls: $name',
  async ({ name, query, variables }) => {
    gateway.sandbox.clearRequests();
    const { status, errors, cpuMs } = await cpuMsOf(query, variables);
    const calls = gateway.calls().length;
    let times = cpuMs / plainMs;
    for (let again = 1; times >= MAX_TIMES_PLAIN && again < MEASUREMENTS; again += 1) {
      plainMs = await cpuMsOfPlain();
      times = (await cpuMsOf(query, variables)).cpuMs / plainMs;
    }
    if (times > costliest.times) costliest = { name, times };
    expect(times, 'CPU, in plain pages of 5000 contacts').toBeLessThan(MAX_TIMES_PLAIN);
    expect(calls).toBeLessThanOrEqual(MAX_CALLS);
    expect(status).toBeLessThan(500);
    expect(errors.map(({ extensions }) => extensions?.['code'])).not.toContain('INTERNAL_SERVER_ERROR');
    expect(gateway.logged).toEqual([]);
  },
);
