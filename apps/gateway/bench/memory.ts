// Memory and file descriptors of the gateway under mixed load from ever new callers (Linux only):
// `npm run bench -- memory [minutes] [minutes of warm-up]`
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { freePort } from '@contacts/local-server';
import { createSandbox } from '@contacts/sandbox';
import { anyKey, startAnyKeyProxy } from './any-key-proxy.ts';
import { sleep } from './steady-callers.ts';

const minutes = Number(process.argv[2] ?? 10);
const warmUpMinutes = Number(process.argv[3] ?? 5);
const PER_SECOND = 60;
/** The warm-up fills every bounded cache: the largest has 20,000 entries. */
const PER_SECOND_AT_FIRST = 120;
const SAMPLE_MS = 5000;

/** The operations of callers: pages, relations, one contact, totals, and rejected ones. */
const operations = [
  '{ contacts(first: 20, orderBy: [{ field: LAST_NAME }]) { nodes { name lastName phone } pageInfo { hasNextPage endCursor } } }',
  '{ contacts(first: 10) { totalCount nodes { name company { title } assignedBy { name } source { name } } } }',
  '{ contact(id: 17) { name email cardUrl } }',
  '{ contacts(first: 50, filter: { name: { contains: "a" } }) { nodes { id createdTime } } }',
  '{ contacts(first: -1) { totalCount } }',
  '{ contacts { nodes { nothing } } }',
];

const sandbox = await createSandbox({ limits: 'off' });
const upstream = await startAnyKeyProxy(sandbox.url);
const port = await freePort();
const gateway = spawn(process.execPath, ['--conditions=@contacts/source', 'apps/gateway/src/main.ts'], {
  env: {
    ...process.env,
    // As in the image.
    NODE_ENV: 'production',
    VIBECODE_URL: upstream.url,
    PORT: String(port),
    CURSOR_SECRET: 'a secret for a benchmark of memory',
    // The rates of one portal would allow a few requests a second; this benchmark needs a busy gateway with many budgets.
    PORTALS: 'many',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE: '0',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const { pid } = gateway;
if (pid === undefined) throw new Error('The gateway did not start.');
const url = `http://127.0.0.1:${port}/graphql`;
while (
  !(await fetch(url.replace('graphql', 'healthz')).then(
    ({ ok }) => ok,
    () => false,
  ))
)
  await sleep(100);

const descriptorsAtFirst = descriptors();
const begunAt = performance.now();
const endsAt = begunAt + (warmUpMinutes + minutes) * 60_000;
const samples: { readonly minute: number; readonly megabytes: number }[] = [];
let asked = 0;
const came = { data: 0, errors: 0, nothing: 0 };
const warmAt = begunAt + warmUpMinutes * 60_000;
let nextSampleAt = warmAt;
let nextAskAt = begunAt;
while (performance.now() < endsAt) {
  void ask(asked);
  asked += 1;
  if (performance.now() >= nextSampleAt) {
    samples.push({ minute: (performance.now() - begunAt) / 60_000, megabytes: residentMegabytes() });
    nextSampleAt += SAMPLE_MS;
  }
  nextAskAt += 1000 / (nextAskAt < warmAt ? PER_SECOND_AT_FIRST : PER_SECOND);
  await sleep(nextAskAt - performance.now());
}
// Longer than the idle timeouts of connections.
await sleep(75_000);
process.stdout.write(
  `${asked} operations of ${asked} callers in ${minutes + warmUpMinutes} minutes: ` +
    `${came.data} with data alone, ${came.errors} with errors (two of five are asked for), ${came.nothing} lost\n` +
    `memory ${samples[0]?.megabytes.toFixed(1)} MB after warm-up, ${samples.at(-1)?.megabytes.toFixed(1)} MB at the end, ` +
    `slope ${slope(samples).toFixed(2)} MB a minute\n` +
    `file descriptors ${descriptorsAtFirst} at first, ${descriptors()} after the load\n`,
);
gateway.removeAllListeners('exit').kill('SIGTERM');
upstream.close();
await sandbox.close();

async function ask(index: number): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    // Every tenth operation has a key that the upstream does not know.
    'x-api-key': `${index % 10 === 9 ? 'vibe_api_unknown_' : anyKey}${index}`,
  };
  const query = operations[index % operations.length];
  const text = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) }).then(
    (response) => response.text(),
    () => undefined,
  );
  came[text === undefined ? 'nothing' : text.includes('"errors"') ? 'errors' : 'data'] += 1;
}

function residentMegabytes(): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function descriptors(): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Least squares, in megabytes a minute. */
function slope(points: typeof samples): number {
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const minute = mean(points.map((point) => point.minute));
  const megabytes = mean(points.map((point) => point.megabytes));
  const covariance = mean(points.map((point) => (point.minute - minute) * (point.megabytes - megabytes)));
  return covariance / mean(points.map((point) => (point.minute - minute) ** 2));
}
