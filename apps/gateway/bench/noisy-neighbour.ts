// One caller at ten times its share whose upstream calls all hang or fail, and its effect on the others:
// `npm run bench -- noisy-neighbour [seconds of each part] [milliseconds that a call takes upstream]`
import type { Fault } from '@contacts/sandbox';
import { loadConfig } from '../src/config/config.ts';
import { startGatewayWithSandbox } from '../test/running-gateway.ts';
import { askSteadily, errorsOf, type Measured, percentile, readingKeys } from './steady-callers.ts';

const OTHERS = 9;
const NOISY = OTHERS;
const WARM_UP_MS = 10_000;
const partMs = Number(process.argv[2] ?? 60) * 1000;
const latencyMs = Number(process.argv[3] ?? 20);

/** Ten callers share ten requests a second; the others send half of their share. */
const OTHERS_EVERY_MS = 2000;
const NOISY_EVERY_MS = 100;
/** The upstream limits each key (contract §5, "per key by default"): the noisy caller has a key of its own. */
const [noisyKey, ...othersKeys] = readingKeys;

type Effect = Fault['effect'];
const parts: readonly (readonly [name: string, effect: Effect | undefined, first?: number])[] = [
  ['without it', undefined],
  ['its calls hang', { kind: 'hang' }],
  ['its pages of 5000 hang', { kind: 'hang' }, 5000],
  ['its calls answer 500', { kind: 'error', status: 500, code: 'INTERNAL_ERROR' }],
  ['its calls break off', { kind: 'resetBefore' }],
  ['its calls answer 429', { kind: 'error', status: 429, code: 'RATE_LIMITED', retryAfter: 2 }],
  ['its calls trickle', { kind: 'trickle', bytes: 1, everyMs: 1000 }],
];

/** Measures the latency of the others beside the noisy caller. */
async function measure(effect: Effect | undefined, forMs: number, first = 1): Promise<readonly Measured[]> {
  await using gateway = await startGatewayWithSandbox(
    { calls: loadConfig({}).calls },
    { limits: {}, contacts: 60_000, latencyMs },
  );
  if (effect) gateway.sandbox.setFaults([{ match: { credential: `caller-${NOISY}` }, effect }]);
  const others = Array.from({ length: OTHERS }, (_, index) => {
    // At random intervals, so that requests of several callers meet.
    const firstAtMs = (index * 377) % OTHERS_EVERY_MS;
    const key = othersKeys[index % othersKeys.length] ?? othersKeys[0];
    return askSteadily(gateway.url, index, key, { everyMs: OTHERS_EVERY_MS + index * 7, forMs, firstAtMs });
  });
  if (effect)
    void askSteadily(gateway.url, NOISY, noisyKey, { everyMs: NOISY_EVERY_MS, forMs, firstAtMs: 1000, first });
  // Awaited here: the resources are closed at the end of this function.
  return await Promise.all(others);
}

// The first requests of a process are compiled meanwhile.
await measure(undefined, WARM_UP_MS);
let before: number | undefined;
process.stdout.write(
  `${OTHERS} callers at half of their share beside one at ten times its own, ${partMs / 1000} s each, each request ${latencyMs} ms upstream\n`,
);
for (const [name, effect, first] of parts) {
  const others = await measure(effect, partMs, first);
  const waits = others.flatMap((other) => other.waits);
  const p99 = percentile(waits, 0.99);
  before ??= p99;
  process.stdout.write(
    `${name.padEnd(24)} p50 ${percentile(waits, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ` +
      `${(p99 / before).toFixed(2)} times; ${waits.length} answered, errors: ${errorsOf(others)}\n`,
  );
}
