// `npm run contract -- --url … --key …`: does this upstream keep the contract? Without arguments: does the twin?
import { parseArgs } from 'node:util';
import { contractTable, runContract } from './contract/contract.ts';
import { createSandbox, keys } from './index.ts';

// Somebody else's server and budget: less than one request a second (the real limit is far higher).
const politeMs = 1100;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const options = { url: { type: 'string' }, key: { type: 'string' }, group: { type: 'string' } } as const;
const { url, key, group } = parseArgs({ options }).values;
const { VIBECODE_API_KEY: keyFromEnvironment } = process.env;

if (url === undefined) {
  // The suite asks more in a minute than a key may; the headers of the limits are still there to be checked.
  await using sandbox = await createSandbox({ limits: { requestsPerMinute: 10_000, nativePerSecond: 10_000 } });
  await check(sandbox.url, keys.all, true);
} else if (!URL.canParse(url)) {
  fail(`--url is not a URL: ${url}`);
} else {
  const twin = loopback.has(new URL(url).hostname);
  const chosen = [key, keyFromEnvironment, twin ? keys.all : undefined].find(
    (text) => text !== undefined && text !== '',
  );
  if (chosen === undefined) fail('A key is needed: --key, or VIBECODE_API_KEY in the environment.');
  else await check(url.replace(/\/$/, ''), chosen, twin);
}

async function check(baseUrl: string, withKey: string, twin: boolean): Promise<void> {
  const results = await runContract({ url: baseUrl, key: withKey, twin, pauseMs: twin ? 0 : politeMs, group });
  console.log(contractTable(results));
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
