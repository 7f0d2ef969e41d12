// Two callers beside strangers that send made-up keys: `npm run bench -- strangers [seconds of each part]`
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../src/config/config.ts';
import { startGatewayWithSandbox } from '../test/running-gateway.ts';
import { askSteadily, errorsOf, type Measured, percentile, readingKeys } from './steady-callers.ts';

const HONEST = 2;
const HONEST_EVERY_MS = 500;
const LATENCY_MS = 20;
const WARM_UP_MS = 5000;
const partMs = Number(process.argv[2] ?? 20) * 1000;

/** Sends one request with a made-up key, so many times a second. */
async function sendMadeUpKeys(url: string, perSecond: number, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ query: '{ contacts(first: 1) { nodes { contactId } } }' });
  for (let index = 0; !signal.aborted; index += 1) {
    const headers = { 'content-type': 'application/json', 'x-api-key': `vibe_api_made_up_${index}` };
    fetch(`${url}/graphql`, { method: 'POST', headers, body, signal })
      .then((response) => response.text())
      .catch(() => undefined);
    await sleep(1000 / perSecond);
  }
}

async function measure(strangersPerSecond: number, forMs: number): Promise<readonly Measured[]> {
  await using gateway = await startGatewayWithSandbox(
    { calls: loadConfig({}).calls },
    { limits: {}, contacts: 1000, latencyMs: LATENCY_MS },
  );
  const over = new AbortController();
  const strangers = strangersPerSecond > 0 && sendMadeUpKeys(gateway.url, strangersPerSecond, over.signal);
  const honest = await Promise.all(
    Array.from({ length: HONEST }, (_, index) =>
      askSteadily(gateway.url, index, readingKeys[index] ?? readingKeys[0], {
        everyMs: HONEST_EVERY_MS,
        forMs,
        firstAtMs: index * 130,
      }),
    ),
  );
  over.abort();
  await strangers;
  return honest;
}

// The first requests of a process are compiled meanwhile.
await measure(0, WARM_UP_MS);
process.stdout.write(
  `${HONEST} callers, ${(1000 / HONEST_EVERY_MS) * HONEST} operations a second, ${partMs / 1000} s each, ${LATENCY_MS} ms upstream\n`,
);
let before: number | undefined;
for (const perSecond of [0, 15, 40]) {
  const honest = await measure(perSecond, partMs);
  const waits = honest.flatMap((one) => one.waits);
  const p50 = percentile(waits, 0.5);
  before ??= p50;
  process.stdout.write(
    `${String(perSecond).padStart(2)} made-up keys a second: p50 ${p50.toFixed(0)} ms (${(p50 / before).toFixed(2)} times), ` +
      `p99 ${percentile(waits, 0.99).toFixed(0)} ms; ${waits.length} answered, errors: ${errorsOf(honest)}\n`,
  );
}
