// Latency of accepted operations while three times as many are offered as the gateway can process (Linux only):
// `npm run bench -- overload [seconds of the overload]`
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { freePort } from '@contacts/local-server';
import { acceptedPerSecond, createLoad, described, type Load, type Offered } from './offer-load.ts';
import { startProber } from './probes.ts';
import { percentile, sleep } from './steady-callers.ts';

const TIMES_THE_PEAK = 3;
const TARGET = 5;
const overloadSeconds = Number(process.argv[2] ?? 15);
const warmUp: Load = { perSecond: 150, seconds: 4 };
const unloaded: Load = { perSecond: 30, seconds: 8 };
/** Steps in which the load is raised until more is offered than is processed. */
const FIRST_PER_SECOND = 200;
const STEP = 1.4;
const STEP_SECONDS = 2;

// On systems with `taskset`, the gateway has a processor to itself: load and upstream would take its time.
const pinned = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
if (pinned) spawnSync('taskset', ['-a', '-c', '-p', `1-${availableParallelism() - 1}`, String(process.pid)]);

const upstream = new Worker(new URL('prebuilt-upstream.ts', import.meta.url));
const [upstreamUrl] = (await once(upstream, 'message')) as [string];
const [port, probePort] = [await freePort(), await freePort()];
const command = [process.execPath, '--conditions=@contacts/source', 'apps/gateway/src/main.ts'] as const;
const [program, ...args] = pinned ? (['taskset', '-c', '0', ...command] as const) : command;
const gateway = spawn(program, args, {
  env: {
    ...process.env,
    // As in the image.
    NODE_ENV: 'production',
    VIBECODE_URL: upstreamUrl,
    PORT: String(port),
    PROBE_PORT: String(probePort),
    CURSOR_SECRET: 'a secret of 32 characters for a benchmark',
    // Without rate limits: those of the upstream would be reached long before those of the process.
    PORTAL_CONCURRENCY: 'off',
    PORTAL_RATE: 'off',
    KEY_RATE: 'off',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE: '0',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});

try {
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  const offer = await createLoad(url);
  const print = async (name: string, load: Load): Promise<Offered> => {
    const offered = await offer(load);
    process.stdout.write(`${described(name, load, offered)}\n`);
    return offered;
  };

  await print('warm-up', warmUp);
  const alone = percentile((await print('unloaded', unloaded)).accepted, 0.99);
  let peak = 0;
  for (let perSecond = FIRST_PER_SECOND; ; perSecond *= STEP) {
    const accepted = acceptedPerSecond(await print('peak?', { perSecond, seconds: STEP_SECONDS }));
    peak = Math.max(peak, accepted);
    if (accepted < perSecond * 0.8) break;
  }
  const probers = [startProber(url), startProber(`http://127.0.0.1:${probePort}`)];
  const cpuBefore = cpuSeconds();
  const offered = await print('overload', { perSecond: TIMES_THE_PEAK * peak, seconds: overloadSeconds });
  const cpuShare = (cpuSeconds() - cpuBefore) / overloadSeconds;
  const [probes = [], probesApart = []] = await Promise.all(probers.map((prober) => prober.end()));
  const p99 = percentile(offered.accepted, 0.99);
  process.stdout.write(
    `peak ${peak.toFixed(0)} a second; at ${TIMES_THE_PEAK} times that, p99 of accepted operations ${p99.toFixed(0)} ms, ` +
      `${(p99 / alone).toFixed(2)} times the unloaded ${alone.toFixed(0)} ms (target: at most ${TARGET})\n` +
      `probes on new connections took at most ${Math.max(...probes).toFixed(0)} ms at PORT, ` +
      `${Math.max(...probesApart).toFixed(0)} ms at PROBE_PORT\n` +
      `the gateway had ${(cpuShare * 100).toFixed(0)} % of a processor meanwhile: much less than 100 is a machine with other work\n`,
  );
} finally {
  gateway.kill('SIGTERM');
  await upstream.terminate();
}
process.exit();

/** Returns the CPU time of the gateway so far; the kernel counts in hundredths of a second. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${gateway.pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

async function ready(url: string): Promise<void> {
  while (gateway.exitCode === null) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('The gateway did not start.');
}
