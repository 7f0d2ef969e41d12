// Lateness of responses at their deadline, and the time until calls of disconnected clients have left the upstream and the
// queue: `npm run bench -- deadlines [operations of each kind]`
import type { RequestListener } from 'node:http';
import { runGateway } from '../test/gateway-process.ts';
import { hang, type ScriptedUpstream, startScriptedUpstream } from '../test/scripted-upstream.ts';
import { percentile, sleep } from './steady-callers.ts';
import { readMetrics, valueOf } from '../test/read-metrics.ts';

const operations = Number(process.argv[2] ?? 50);
const DEADLINE_MS = 1000;
const unlimited = { PORTAL_CONCURRENCY: 'off', PORTAL_RATE: 'off', KEY_RATE: 'off' };
const oneAtATime = { ...unlimited, PORTAL_CONCURRENCY: '1' };
const ATTEMPTS = 3;
/** Operations are spread out: reading fifty responses at the same moment would be measured as lateness of the gateway. */
const EVERY_MS = 20;

const trickle: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
};

/** Each number has another operation, since identical ones would share a call. */
function ask(url: string, number: number, signal?: AbortSignal): Promise<unknown> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': `caller-${number}` },
    body: JSON.stringify({ query: `{ contacts(filter: { contactId: { gt: ${number} } }) { nodes { contactId } } }` }),
    signal: signal ?? null,
  }).then((response) => response.json());
}

/** Returns the time between the deadline of each operation and its response. */
async function latenesses(
  env: Readonly<Record<string, string>>,
  listener: RequestListener,
): Promise<readonly number[]> {
  await using upstream = await startScriptedUpstream(listener);
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    OPERATION_TIMEOUT: String(DEADLINE_MS / 1000),
    ...env,
  });
  const url = await gateway.ready;
  const late: number[] = [];
  // The first requests of a process are compiled meanwhile.
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    late.length = 0;
    const askOne = async (number: number): Promise<void> => {
      await sleep(number * EVERY_MS);
      const begunAt = performance.now();
      await ask(url, number);
      late.push(performance.now() - begunAt - DEADLINE_MS);
    };
    await Promise.all(Array.from({ length: operations }, (_, number) => askOne(number)));
  }
  return late;
}

/** Returns the time between a client's disconnect and the abort of its call in flight. */
async function endsOnTheWire(url: string, upstream: ScriptedUpstream): Promise<readonly number[]> {
  const took: number[] = [];
  for (let number = 0; number < operations; number += 1) {
    const leaving = new AbortController();
    const arrival = upstream.nextRequest();
    const left = ask(url, number, leaving.signal).catch(() => undefined);
    const request = await arrival;
    const ended = new Promise((resolve) => {
      request.once('close', resolve);
    });
    const leftAt = performance.now();
    leaving.abort();
    await ended;
    took.push(performance.now() - leftAt);
    await left;
  }
  return took;
}

/** Returns the time between a client's disconnect and the removal of its call from the queue, by the gateway's metrics. */
async function endsInTheQueue(url: string, upstream: ScriptedUpstream): Promise<readonly number[]> {
  const arrival = upstream.nextRequest();
  void ask(url, operations).catch(() => undefined);
  await arrival;
  const took: number[] = [];
  for (let number = 0; number < operations; number += 1) {
    const leaving = new AbortController();
    const left = ask(url, number, leaving.signal).catch(() => undefined);
    while ((await queueDepth(url)) !== 1) await sleep(1);
    const leftAt = performance.now();
    leaving.abort();
    while ((await queueDepth(url)) !== 0) await sleep(1);
    took.push(performance.now() - leftAt);
    await left;
  }
  return took;
}

async function queueDepth(url: string): Promise<number | undefined> {
  return valueOf(await readMetrics(url), 'gateway_upstream_queue_depth');
}

function print(what: string, ms: readonly number[]): void {
  const [median, most] = [percentile(ms, 0.5), Math.max(...ms)].map((each) => each.toFixed(0));
  process.stdout.write(`${what.padEnd(52)} median ${median} ms, at most ${most} ms (${ms.length} operations)\n`);
}

process.stdout.write(`after a deadline of ${DEADLINE_MS} ms, one operation each ${EVERY_MS} ms:\n`);
print('  the upstream never answers', await latenesses(unlimited, hang));
print('  its answer trickles', await latenesses(unlimited, trickle));
print('  all but one wait in the queue', await latenesses(oneAtATime, hang));

await using upstream = await startScriptedUpstream(hang);
process.stdout.write('after a client has disconnected, one at a time:\n');
{
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, ...unlimited });
  print('  the call in flight is aborted', await endsOnTheWire(await gateway.ready, upstream));
}
{
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, ...oneAtATime });
  print('  the call in the queue is removed', await endsInTheQueue(await gateway.ready, upstream));
}
