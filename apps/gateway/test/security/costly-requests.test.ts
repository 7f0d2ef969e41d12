import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { costlyRequests } from './costly-requests.ts';

/** What a caller may well ask for: CPU of the others is told as so many times its own, of the same minute and machine. */
const PLAIN =
  '{ contacts(first: 5000) { nodes { id name lastName secondName phone email post comments createdTime } } }';
/** Its median is taken, after one that compiles. */
const PLAIN_RUNS = 5;
/** Twice the costliest that was measured: what grows faster than it should is far beyond. */
const MAX_TIMES_PLAIN = 30;
const MAX_CALLS = 50;

let gateway: GatewayWithSandbox;
let plainMs: number;
let costliest = { name: '', times: 0 };
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 5000 });
  await cpuMsOf(PLAIN);
  // Until a list has been seen to have all phones, a page of 5000 is planned with a read of each and refused.
  await gateway.ask('{ contacts(first: 1) { nodes { phones { value } } } }');
  const runs: number[] = [];
  for (let run = 0; run < PLAIN_RUNS; run += 1) runs.push((await cpuMsOf(PLAIN)).cpuMs);
  plainMs = runs.toSorted((a, b) => a - b)[Math.floor(PLAIN_RUNS / 2)] ?? 0;
});
afterAll(async () => {
  process.stdout.write(`costliest: ${costliest.name}, ${costliest.times.toFixed(1)} times a plain page of 5000\n`);
  await gateway[Symbol.asyncDispose]();
});

/** The sandbox's share is counted too: it runs in the same process. */
async function cpuMsOf(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const before = process.cpuUsage();
  const answer = await gateway.ask(query, { variables });
  const { user, system } = process.cpuUsage(before);
  return { ...answer, cpuMs: (user + system) / 1000 };
}

test.each(costlyRequests)('little CPU and few calls: $name', async ({ name, query, variables }) => {
  gateway.sandbox.clearRequests();
  const { status, errors, cpuMs } = await cpuMsOf(query, variables);
  const times = cpuMs / plainMs;
  if (times > costliest.times) costliest = { name, times };
  expect(times, 'CPU, in plain pages of 5000 contacts').toBeLessThan(MAX_TIMES_PLAIN);
  expect(gateway.calls().length).toBeLessThanOrEqual(MAX_CALLS);
  expect(status).toBeLessThan(500);
  expect(errors.map(({ extensions }) => extensions?.['code'])).not.toContain('INTERNAL_SERVER_ERROR');
  expect(gateway.logged).toEqual([]);
});
