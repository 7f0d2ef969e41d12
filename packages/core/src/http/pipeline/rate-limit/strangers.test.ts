import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pacedStub, settle } from '../../../../test/paced-stub.ts';
import { LATENCY_MS, percentile, type Scenario, waitsBeside } from '../../../../test/strangers.ts';
import { failure, read } from '../../../../test/stub-send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const sessions = ['1', '2'].map((session) => ({ apiKey: 'app', authorization: `Bearer honest ${session}` }));
const cases: readonly [name: string, scenario: Scenario][] = [
  ['made-up keys', {}],
  ['made-up keys, with one request at a time', { pace: { concurrency: 1 } }],
  ['made-up keys, each of which is taken for a portal', { pace: { portals: 'many' } }],
  [
    'made-up sessions of the same app',
    { honest: sessions, stranger: (index) => ({ apiKey: 'app', authorization: `Bearer ${index}` }) },
  ],
  ['made-up keys, beside callers who use half of the portal’s rate', { everyMs: 400 }],
];

describe.each(cases)('40 requests a second with %s', (_, scenario) => {
  test('strangers make the median wait of honest callers at most 1.5 times as long, and cause no rejection', async () => {
    const alone = await waitsBeside(scenario);
    const beside = await waitsBeside({ ...scenario, strangersPerSecond: 40 });
    expect(beside.refused).toBe(0);
    expect(percentile(beside.waits, 0.5)).toBeLessThanOrEqual(1.5 * percentile(alone.waits, 0.5));
    expect(percentile(beside.waits, 0.95)).toBeLessThanOrEqual(percentile(alone.waits, 0.95) + 2 * LATENCY_MS);
  });

  test('strangers do not keep out honest callers that come later', async () => {
    const { waits, refused } = await waitsBeside({ ...scenario, strangersPerSecond: 40, firstAtMs: 10_000 });
    expect(waits.length).toBeGreaterThan(2 * refused);
    expect(percentile(waits, 0.5)).toBeLessThanOrEqual(1.5 * LATENCY_MS);
  });
});

test('a request that is rejected for its credentials costs neither the portal’s rate nor its key’s minute', async () => {
  const { askAs, calls } = pacedStub({ keyPerMinute: 12 }, (call) =>
    call.request.path === '/rejected'
      ? call.fail(failure('unauthorized', { details: { code: 'INVALID_SESSION', status: 401 } }))
      : call.answer(),
  );
  for (let index = 0; index < 50; index += 1) await askAs(`${index}`, 'app', read('/rejected'));
  for (let index = 0; index < 10; index += 1) expect(await askAs('honest')).toBeUndefined();
  expect(calls).toHaveLength(60);
});

test('credentials that cannot be headers are never sent, and take no part of the budget with them', async () => {
  const { ask, calls } = pacedStub({ concurrency: 1 }, (call) =>
    call.credentials.apiKey === 'bad' ? call.fail(failure('unauthorized')) : call.answer(),
  );
  await ask('bad');
  expect(await ask('good')).toBeUndefined();
  expect(calls).toHaveLength(2);
});

/** Rejects strangers, so that newcomers are suspect for half a minute. */
async function rejectStrangers({ ask }: ReturnType<typeof pacedStub>): Promise<void> {
  for (let index = 0; index < 200; index += 1) await ask(`made up ${index}`, {}, read('/rejected'));
}

/** Answers so many requests one after the other, each after 300 ms, and tells whose they were. */
async function answerInTurn({ calls }: ReturnType<typeof pacedStub>, count: number): Promise<string> {
  let keys = '';
  for (let index = 0; index < count; index += 1) {
    await vi.advanceTimersByTimeAsync(300);
    keys += calls.at(-1)?.credentials.apiKey;
    calls.at(-1)?.answer();
    await settle();
  }
  return keys;
}

function stub(options: Parameters<typeof pacedStub>[0]) {
  return pacedStub(options, (call) => {
    if (call.request.path === '/rejected') call.fail(failure('unauthorized', { details: { status: 401 } }));
    if (call.request.path === '/answered') call.answer();
  });
}

test('after a restart, when all callers are new, they are served as proven ones are', async () => {
  const portal = stub({ concurrency: 1, perSecond: 1000 });
  await portal.ask('z', {}, read('/answered'));
  void portal.ask('z');
  for (let index = 0; index < 3; index += 1) for (const key of ['z', 'a', 'b']) void portal.ask(key);
  await settle();
  expect(await answerInTurn(portal, 10)).toBe('zzabzabzab');
});

test('while strangers are rejected, newcomers have an eighth of the permits until the first is answered', async () => {
  const portal = stub({ concurrency: 1, perSecond: 1000 });
  await portal.ask('z', {}, read('/answered'));
  await rejectStrangers(portal);
  void portal.ask('z');
  for (let index = 0; index < 20; index += 1) void portal.ask('z');
  for (let index = 0; index < 3; index += 1) void portal.ask('a');
  await settle();
  expect(await answerInTurn(portal, 24)).toBe('zzzzzzzzazazazzzzzzzzzzz');
});

test('a caller that is no longer accepted is a newcomer again', async () => {
  const portal = stub({ concurrency: 1, perSecond: 1000 });
  await portal.ask('z', {}, read('/answered'));
  await portal.ask('a', {}, read('/answered'));
  await rejectStrangers(portal);
  await portal.ask('a', {}, read('/rejected'));
  void portal.ask('z');
  void portal.ask('a');
  void portal.ask('z');
  await settle();
  expect(await answerInTurn(portal, 3)).toBe('zza');
});

test('strangers have an eighth of a full queue, and are evicted for a proven caller', async () => {
  const portal = stub({ concurrency: 1, perSecond: 1000, maxWaiting: 16 });
  await portal.ask('z', {}, read('/answered'));
  await rejectStrangers(portal);
  void portal.ask('z');
  await settle();
  const strangers = [0, 1, 2].map((index) => portal.ask(`late ${index}`));
  expect(await strangers[2]).toMatchObject({ code: 'rate_limited' });
  for (let index = 0; index < 14; index += 1) void portal.ask('z');
  await settle();
  expect(portal.pacer.stats().queued).toBe(16);
  void portal.ask('z');
  expect(await strangers[1]).toMatchObject({ code: 'rate_limited' });
  expect(portal.pacer.stats().queued).toBe(16);
});
