// `npm run contract -- --url … --key …` checks an upstream against the contract; without arguments, a sandbox.
// `npm run contract -- --mutations` shows which check notices which broken upstream.
import { parseArgs } from 'node:util';
import { createSandbox, keys, sessions } from '@contacts/sandbox';
import { contractChecks } from './checks/all-checks.ts';
import { mutations } from './mutations/all-mutations.ts';
import { isCaught, mutationLine, mutationSummary, runMutations } from './mutations/run-mutations.ts';
import { contractTable, runContract } from './run/contract.ts';

// Less than one request a second for an upstream of others; its limit is far higher.
const remotePauseMs = 1100;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  group: { type: 'string' },
  mutations: { type: 'boolean' },
} as const;
const { url, key, group, mutations: onBroken } = parseArgs({ options }).values;
const { VIBECODE_API_KEY: keyFromEnvironment } = process.env;

const groups = groupsOf(onBroken === true ? mutations : contractChecks);
if (group !== undefined && !groups.includes(group)) {
  fail(`--group must be one of ${groups.join(', ')} (got ${group})`);
} else if (onBroken === true) {
  await showMutations();
} else if (url === undefined) {
  // Higher limits than the default, which the suite exceeds; without limits the checked headers would be missing.
  await using sandbox = await createSandbox({ limits: { requestsPerMinute: 100_000, nativePerSecond: 100_000 } });
  await check(sandbox.url, keys.all, true);
} else if (!URL.canParse(url)) {
  fail(`--url must be a URL (got ${url})`);
} else {
  const local = loopback.has(new URL(url).hostname);
  const chosen = [key, keyFromEnvironment, local ? keys.all : undefined].find(
    (text) => text !== undefined && text !== '',
  );
  if (chosen === undefined) fail('A key is needed: --key, or VIBECODE_API_KEY in the environment.');
  else await check(url.replace(/\/$/, ''), chosen, local);
}

async function check(baseUrl: string, withKey: string, local: boolean): Promise<void> {
  const demo = local ? { keys, sessions } : null;
  const pauseMs = local ? 0 : remotePauseMs;
  const results = await runContract({ upstream: baseUrl, key: withKey, demo, pauseMs, group });
  console.log(contractTable(results));
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
}

async function showMutations(): Promise<void> {
  const chosen = mutations.filter(({ id }) => group === undefined || id.startsWith(`${group}.`));
  const results = [];
  for await (const result of runMutations(chosen)) {
    results.push(result);
    console.log(mutationLine(result));
  }
  console.log(`\n${mutationSummary(results)}`);
  if (!results.every(isCaught)) process.exitCode = 1;
}

/** Returns the first parts of the ids, each once. */
function groupsOf(all: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(all.map(({ id }) => id.slice(0, id.indexOf('.'))))];
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
