// A minute of ten times the portal's budget from 50 callers, through the gateway, with the sandbox's limits on:
// `npm run bench -- budget [seconds]`
import { loadConfig } from '../src/config/config.ts';
import { startGatewayWithSandbox } from '../test/running-gateway.ts';
import { askSteadily, errorsOf, mean, readingKeys } from './steady-callers.ts';

const CALLERS = 50;
const PER_SECOND = 100;
const forMs = Number(process.argv[2] ?? 60) * 1000;

await using gateway = await startGatewayWithSandbox(
  { calls: loadConfig({}).calls },
  { limits: {}, contacts: 60_000, latencyMs: 20 },
);
const everyMs = (CALLERS / PER_SECOND) * 1000;
const callers = await Promise.all(
  Array.from({ length: CALLERS }, (_, index) =>
    askSteadily(gateway.url, index, readingKeys[index % readingKeys.length] ?? readingKeys[0], {
      everyMs,
      forMs,
      firstAtMs: (index * everyMs) / CALLERS,
    }),
  ),
);

const { requests } = gateway.sandbox;
const means = callers.map(({ waits }) => mean(waits));
const counts = callers.map(({ waits }) => waits.length);
const [fastest, slowest] = [Math.min(...means), Math.max(...means)];
const lines = [
  `${CALLERS} callers, ${PER_SECOND} operations a second for ${forMs / 1000} s, each one request upstream`,
  `429 from the upstream: ${requests.filter(({ status }) => status === 429).length} of ${requests.length} requests`,
  `other failures upstream: ${requests.filter(({ status }) => status >= 400 && status !== 429).length}`,
  `answered: ${counts.reduce((sum, count) => sum + count, 0)} operations, ${Math.min(...counts)} to ${Math.max(...counts)} a caller`,
  `refused: ${errorsOf(callers)}`,
  `mean wait of a caller: ${fastest.toFixed(0)} to ${slowest.toFixed(0)} ms, ratio ${(slowest / fastest).toFixed(2)}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
