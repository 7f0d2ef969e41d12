// Operations that are rejected although the process has time: users beside large pages, users that connect to a new
// process at once, and users beside calls that hang:
// `npm run bench -- shedding [seconds of each part] [main.ts of another checkout]`
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Agent, request } from 'node:http';
import { freePort } from '@contacts/local-server';
import { sleep } from './steady-callers.ts';
import { readMetrics, valueOf } from '../test/read-metrics.ts';

const seconds = Number(process.argv[2] ?? 15);
const main = process.argv[3] ?? 'apps/gateway/src/main.ts';
const ROUNDS = 3;
const ROUND_SECONDS = 4;

const upstream = new Worker(new URL('varied-upstream.ts', import.meta.url));
const [upstreamUrl] = (await once(upstream, 'message')) as [string];

interface Person {
  readonly key: string;
  readonly everyMs: number;
  readonly first: number;
}

/** Number of operations by the status of their responses; 0 for none. */
type Outcomes = Map<number, number>;

const people = (count: number, person: Omit<Person, 'key'> & { readonly upstreamMs: number }): readonly Person[] =>
  Array.from({ length: count }, (_, index) => ({ ...person, key: `slow-${person.upstreamMs}-${index}` }));

process.stdout.write(`${await peopleBesideLargePages()}\n${await rollingRestarts()}\n${await besideHangingCalls()}\n`);
await upstream.terminate();
process.exit();

async function peopleBesideLargePages(): Promise<string> {
  const gateway = await startGateway();
  await warmUp(gateway.url);
  const outcomes = await ask(
    () => gateway.url,
    [
      ...people(100, { everyMs: 1000, first: 20, upstreamMs: 600 }),
      { key: 'slow-600-large', everyMs: 1000, first: 5000 },
    ],
    seconds * 1000,
  );
  const cpu = await gateway.stop();
  return `100 people, one page of 5000 contacts a second, each call 600 ms upstream: ${told(outcomes)}, CPU ${cpu} s`;
}

async function rollingRestarts(): Promise<string> {
  const outcomes: Outcomes = new Map();
  let current = await startGateway();
  const asking = ask(
    () => current.url,
    people(120, { everyMs: 400, first: 20, upstreamMs: 250 }),
    ROUNDS * ROUND_SECONDS * 1000,
    outcomes,
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep((ROUND_SECONDS * 1000) / 2);
    const next = await startGateway();
    const before = current;
    current = next;
    void before.stop();
    await sleep((ROUND_SECONDS * 1000) / 2);
  }
  await asking;
  await current.stop();
  return `120 people, ${ROUNDS} rolling restarts: ${told(outcomes)}`;
}

async function besideHangingCalls(): Promise<string> {
  const gateway = await startGateway();
  await warmUp(gateway.url);
  const hanging = Array.from({ length: 200 }, (_, index) => send(gateway.url, 'hang-all', 1, index));
  await sleep(500);
  const outcomes = await ask(
    () => gateway.url,
    [...people(40, { everyMs: 400, first: 50, upstreamMs: 50 }), { key: 'slow-50-large', everyMs: 1000, first: 5000 }],
    seconds * 1000,
  );
  await gateway.stop('SIGKILL');
  await Promise.all(hanging);
  return `40 people beside 200 hanging calls of one caller: ${told(outcomes)}`;
}

/** Sends operations until the code of the process is compiled. */
async function warmUp(url: string): Promise<void> {
  await Promise.all(
    Array.from({ length: 20 }, async (_, caller) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let count = 0; count < 110; count += 1) await send(url, `slow-5-warm-${caller}`, 20, count, agent);
      agent.destroy();
    }),
  );
}

/** Each user sends requests over a connection of its own; a response that closes it makes the next request go to the new process. */
async function ask(url: () => string, all: readonly Person[], forMs: number, outcomes: Outcomes = new Map()) {
  const endsAt = performance.now() + forMs;
  await Promise.all(
    all.map(async ({ key, everyMs, first }, index) => {
      let agent = new Agent({ keepAlive: true, maxSockets: 1 });
      await sleep((everyMs * index) / all.length);
      for (let count = 0; performance.now() < endsAt; count += 1) {
        const dueAt = performance.now() + everyMs;
        const { status, last } = await send(url(), key, first, count, agent);
        outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
        if (last) {
          agent.destroy();
          agent = new Agent({ keepAlive: true, maxSockets: 1 });
        }
        await sleep(dueAt - performance.now());
      }
      agent.destroy();
    }),
  );
  return outcomes;
}

function send(url: string, key: string, first: number, count: number, agent?: Agent) {
  return new Promise<{ status: number; last: boolean }>((resolve) => {
    const query = `{ contacts(first: ${first}, filter: { contactId: { gt: ${count} } }) { nodes { id contactId name lastName phone email comments } } }`;
    const headers = { 'content-type': 'application/json', 'x-api-key': key };
    const sent = request(new URL('/graphql', url), { ...(agent ? { agent } : {}), method: 'POST', headers });
    sent.once('response', (response) => {
      response.resume();
      const { statusCode: status = 0, headers: answered } = response;
      response.once('close', () => resolve({ status, last: answered.connection === 'close' }));
    });
    sent.once('error', () => resolve({ status: 0, last: true }));
    sent.end(JSON.stringify({ query }));
  });
}

function told(outcomes: Outcomes): string {
  const total = [...outcomes.values()].reduce((sum, each) => sum + each, 0);
  const others = [...outcomes].filter(([status]) => status !== 200).map(([status, count]) => `${count} × ${status}`);
  return `${total} operations, ${others.length === 0 ? 'all answered' : others.join(', ')}`;
}

async function startGateway() {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@contacts/source', main], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      VIBECODE_URL: upstreamUrl,
      PORT: String(port),
      CURSOR_SECRET: 'a secret of 32 characters for a benchmark',
      PORTAL_CONCURRENCY: 'off',
      PORTAL_RATE: 'off',
      KEY_RATE: 'off',
      KEY_SEARCH_RATE: 'off',
      OPERATION_TIMEOUT: '60',
      BREAKER_THRESHOLD: 'off',
      LOG_LEVEL: 'silent',
      SHUTDOWN_GRACE: '0.5',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const healthy = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await healthy())) await sleep(50);
  return {
    url,
    /** Stops it. Resolves with the seconds of CPU time that it used. */
    async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
      const used = valueOf(await readMetrics(url), 'process_cpu_seconds_total');
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      return Number(used).toFixed(1);
    },
  };
}
