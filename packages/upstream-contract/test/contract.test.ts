import { readdirSync, readFileSync } from 'node:fs';
import { createSandbox, keys, type SandboxOptions, sessions, type Switches } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { contractChecks } from '../src/checks/all-checks.ts';
import { type Check, inconclusive, runChecks } from '../src/run/check.ts';
import { contractTable, runContract, summaryOf } from '../src/run/contract.ts';
import { createContractApi } from '../src/run/contract-api.ts';

const demo = { keys, sessions };
const limits = { requestsPerMinute: 100_000, nativePerSecond: 100_000 };

async function resultsOn(options: SandboxOptions, group?: string) {
  await using sandbox = await createSandbox({ limits, ...options });
  return await runContract({ upstream: sandbox.url, key: keys.all, demo, group });
}

test('the checks and their runner import no package and know the upstream by its responses only', () => {
  const sources = ['checks', 'run'].flatMap((folder) => {
    const url = new URL(`../src/${folder}/`, import.meta.url);
    return readdirSync(url).map((name) => readFileSync(new URL(name, url), 'utf8'));
  });
  const imported = sources.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name));
  expect(imported.length).toBeGreaterThan(20);
  expect(imported.filter((name) => !name.startsWith('.') && !name.startsWith('node:'))).toEqual([]);
});

test('every check has an id of its own and a source', () => {
  const ids = contractChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(contractChecks.filter(({ source }) => !/§\d|SEED|preamble|pagination rule/.test(source))).toEqual([]);
});

test('the sandbox keeps the whole contract, and all but three checks have a result on its default data', async () => {
  const results = await resultsOn({});
  expect(results.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped')).toEqual([]);
  expect(results.filter(({ outcome }) => outcome === 'inconclusive').map(({ id }) => id)).toEqual([
    'aggregate.groups.above-5000',
    'aggregate.count-above-5000',
    'limit.requests-a-minute',
  ]);
});

test.each<[string, SandboxOptions, string]>([
  ['more than 5000 contacts', { contacts: 6000 }, 'aggregate'],
  ['the real limit of requests', { limits: { requestsPerMinute: 300 } }, 'limit'],
])('the other checks have a result on a portal with %s', async (_name, options, group) => {
  const results = await resultsOn(options, group);
  expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const conclusive = results.filter(({ outcome }) => outcome !== 'inconclusive').map(({ id }) => id);
  expect(conclusive).toEqual(
    expect.arrayContaining(
      group === 'limit' ? ['limit.requests-a-minute'] : ['aggregate.groups.above-5000', 'aggregate.count-above-5000'],
    ),
  );
});

test.each([0, 1, 3, 10, 60])(
  'on a portal of %i contacts checks that lack data are inconclusive, and no check fails',
  async (contacts) => {
    const results = await resultsOn({ contacts });
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const without = results.filter(({ outcome }) => outcome === 'inconclusive');
    expect(without.length).toBeGreaterThan(3);
    expect(without.every(({ got }) => got.startsWith('inconclusive on this portal: it needs '))).toBe(true);
  },
);

test.each([2, 4])('no check fails on other made-up data (seed %i)', async (seed) => {
  expect((await resultsOn({ seed })).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test.each<[Partial<Switches>, string, string]>([
  [{ dollarNin: true }, 'filter.nin', 'accepted'],
  [{ dollarNin: false }, 'filter.nin', 'rejected with 400 INVALID_FILTER_OPERATOR'],
  [{ multifieldContains: 'exact' }, 'filter.contains.phone', 'whole numbers only'],
  [{ phoneShape: 'get' }, 'list.fm-with-everything', 'all of fm'],
  [{ nextAfterId: false }, 'paging.next-after-id', 'absent'],
  [{ requisitesKey: 'requisite' }, 'include.requisite', 'requisite, a list'],
  [{ missingUser: 'empty' }, 'users.missing', '200 and nothing'],
  [{ customBooleans: 'letters' }, 'custom.booleans', '"Y" and "N"'],
  [{ customBooleans: 'digits' }, 'custom.booleans', '"1" and "0"'],
  [{ emptyFindsZero: false }, 'custom.empty-number', 'without those of 0'],
  [{ emptyFindsZero: true }, 'custom.empty-number', 'with those of 0'],
  [{ batchEmptyErrors: 'array' }, 'batch.errors-when-none', '[]'],
])('the result of an open question is noted: %j', async (switches, id, got) => {
  const result = (await resultsOn({ switches }, id.split('.')[0])).find((one) => one.id === id);
  expect(result).toMatchObject({ got, outcome: 'noted' });
});

test('against an upstream that is not the sandbox nothing is written and no demo key is sent', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const before = sandbox.contacts.rows();
  const results = await runContract({ upstream: sandbox.url, key: keys.all, demo: null });
  expect(results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id)).toContain(
    'write.create-update-delete',
  );
  expect(sandbox.contacts.rows()).toEqual(before);
  const methods = new Set(sandbox.requests.map(({ method }) => method));
  expect([...methods].toSorted()).toEqual(['GET', 'POST']);
  const posted = sandbox.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  expect(posted.filter((path) => !/search$|aggregate$|^\/v1\/batch$/.test(path))).toEqual([]);
  const sent = new Set(sandbox.requests.map(({ headers }) => headers['x-api-key']));
  // The key of the run, no key, and an unknown key.
  expect(sent.size).toBe(3);
});

test('outcomes are counted separately, and only a failed check fails', async () => {
  const check = (id: string, expected: Check['expected'], run: Check['run'], sandboxOnly = false): Check => ({
    id,
    source: '§0',
    expected,
    sandboxOnly,
    run,
  });
  const send = () => Promise.reject(new Error('not asked'));
  const api = createContractApi({ send, key: 'k', demo: null, pauseMs: 0 });
  const results = await runChecks(
    [
      check('a.passed', 'yes', () => Promise.resolve('yes')),
      check('a.noted', ['one', 'other'], () => Promise.resolve('other')),
      check('a.neither', ['one', 'other'], () => Promise.resolve('third')),
      check('a.failed', 'yes', () => Promise.resolve('no')),
      check('a.thrown', 'yes', async (one) => (await one.get('/')).outcome),
      check('a.inconclusive', 'yes', () => inconclusive('contacts')),
      check('a.skipped', 'yes', () => Promise.resolve('yes'), true),
    ],
    api,
  );
  expect(results.map(({ outcome }) => outcome)).toEqual([
    'passed',
    'noted',
    'failed',
    'failed',
    'failed',
    'inconclusive',
    'skipped',
  ]);
  expect(summaryOf(results)).toBe('1 passed, 1 noted, 3 failed, 1 inconclusive, 1 not run');
  expect(contractTable(results)).toContain('expected: one | other (§0)');
});
