import { expect, test } from 'vitest';
import { createSandbox, keys, type Switches } from '../index.ts';
import { contractChecks, contractTable, runContract } from './contract.ts';

test('every check has an id of its own and a source', () => {
  const ids = contractChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(contractChecks.filter(({ source }) => !/§\d|SEED|preamble|pagination rule/.test(source))).toEqual([]);
});

test('the twin keeps the whole contract', async () => {
  await using sandbox = await createSandbox({ limits: { requestsPerMinute: 10_000, nativePerSecond: 10_000 } });
  const results = await runContract({ url: sandbox.url, key: keys.all, twin: true, pauseMs: 0 });
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(contractTable(results)).toContain(`${contractChecks.length} passed, 0 failed, 0 not run`);
});

test('against an upstream that is not the twin nothing is written and no demo key is sent', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const before = sandbox.contacts.rows();
  const results = await runContract({ url: sandbox.url, key: keys.all, twin: false, pauseMs: 0 });
  expect(results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id)).toContain(
    'write.create-update-delete',
  );
  expect(sandbox.contacts.rows()).toEqual(before);
  const methods = new Set(sandbox.requests.map(({ method }) => method));
  expect([...methods].toSorted()).toEqual(['GET', 'POST']);
  const posted = sandbox.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  expect(posted.filter((path) => !/search$|aggregate$|^\/v1\/batch$/.test(path))).toEqual([]);
});

// An upstream that behaves otherwise must be found out: each switch turns one promise off.
test.each<[Partial<Switches>, string[]]>([
  [{ blanksAt: 'end' }, ['paging.blanks-ascending', 'paging.blanks-descending']],
  [{ blanksInRange: true }, ['paging.blanks-not-in-range']],
  [{ hasMoreOnExactEnd: true }, ['list.has-more.last-page']],
  [{ caseSensitive: true }, ['filter.case-insensitive']],
  [{ limitAbove5000: 'refuse' }, ['list.limit.above-5000']],
  [{ unknownFilterField: 'BITRIX_ERROR' }, ['filter.unknown-field']],
  [{ unknownSortField: 'ignore' }, ['list.order.unknown-field']],
  [{ emptyIn: 'refuse' }, ['filter.empty-in']],
  [{ phoneShape: 'array' }, ['list.flat-phone']],
  [{ batchUsersCasing: 'camel' }, ['batch.users-get']],
  [{ batchMissingRecord: 'BITRIX_ERROR' }, ['batch.partial-failure']],
])('the suite notices %j', async (switches, failing) => {
  await using sandbox = await createSandbox({ limits: 'off', switches });
  const group = failing[0]?.split('.')[0];
  const results = await runContract({ url: sandbox.url, key: keys.all, twin: true, pauseMs: 0, group });
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  expect(failed).toEqual(failing);
});
