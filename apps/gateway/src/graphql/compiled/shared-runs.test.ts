import { type CancelSignal, UpstreamError, type UpstreamErrorCode } from '@contacts/core';
import type { BoundOperation } from '@contacts/schema';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import type { Costs } from './costs.ts';
import { createSharedRuns, type RunIdentity, type SharedRun } from './shared-runs.ts';

const compiled = {} as BoundOperation['compiled'];
const same: RunIdentity = {
  credentials: { apiKey: 'one' },
  priority: 'interactive',
  bound: { compiled, variables: { first: 1 } },
};
const costs = { values: 7 } as Costs;
const ok: SharedRun = { data: '{}', errors: [] };
const failed = (code: UpstreamErrorCode): SharedRun => ({
  data: 'null',
  errors: [new GraphQLError('no', { originalError: new UpstreamError(code, 'no') })],
});

/** Runs that end when the test says so. */
function start() {
  const runs = createSharedRuns();
  const begun: { readonly signal: CancelSignal; readonly end: (run: SharedRun) => void }[] = [];
  const begin = (until: CancelSignal): Promise<SharedRun> => {
    const { promise, resolve } = Promise.withResolvers<SharedRun>();
    begun.push({ signal: until, end: resolve });
    return promise;
  };
  const ask = (identity: RunIdentity, signal = new AbortController().signal) =>
    runs.find(identity)?.join(signal, begin) ?? runs.begin(identity, costs, begin).wait(signal);
  return { begun, ask, costsOf: (identity: RunIdentity) => runs.find(identity)?.costs };
}

test('runs of the same operation at the same moment are one; one that comes later is another', async () => {
  const { begun, ask } = start();
  const asked = [ask(same), ask({ ...same, credentials: { apiKey: 'one' } })];
  expect(begun).toHaveLength(1);
  begun[0]?.end(ok);
  expect(await Promise.all(asked)).toEqual([ok, ok]);
  void ask(same);
  expect(begun).toHaveLength(2);
});

test('the costs of a run in flight are returned to clients that can join it, and to no other', async () => {
  const { begun, ask, costsOf } = start();
  expect(costsOf(same)).toBeUndefined();
  const asked = ask(same);
  expect(costsOf(same)).toBe(costs);
  expect(costsOf({ ...same, credentials: { apiKey: 'two' } })).toBeUndefined();
  expect(costsOf({ ...same, bound: { compiled, variables: { first: 2 } } })).toBeUndefined();
  begun[0]?.end(ok);
  await asked;
  expect(costsOf(same)).toBeUndefined();
});

test.each<[string, RunIdentity]>([
  ['another key', { ...same, credentials: { apiKey: 'two' } }],
  ['another session', { ...same, credentials: { apiKey: 'one', authorization: 'Bearer a' } }],
  ['other variables', { ...same, bound: { compiled, variables: { first: 2 } } }],
  ['another operation', { ...same, bound: { compiled: {} as typeof compiled, variables: { first: 1 } } }],
  ['another priority', { ...same, priority: 'background' }],
])('a run with %s is never the same', (_, other) => {
  const { begun, ask } = start();
  void ask(same);
  void ask(other);
  expect(begun).toHaveLength(2);
});

test.each<[UpstreamErrorCode, number]>([
  ['timeout', 3],
  ['network', 3],
  ['cancelled', 3],
  ['forbidden', 1],
  ['rejected', 1],
])('after a failure that is %s, three callers begin %i runs', async (code, runs) => {
  const { begun, ask } = start();
  const asked = [ask(same), ask(same), ask(same)];
  begun[0]?.end(failed(code));
  await expect.poll(() => begun.length).toBe(runs);
  for (const { end } of begun) end(ok);
  expect((await Promise.all(asked)).map(({ errors }) => errors.length)).toEqual(runs === 3 ? [1, 0, 0] : [1, 1, 1]);
});

test('a run continues while a client waits for it, and is aborted with the last one', () => {
  const { begun, ask } = start();
  const callers = [new AbortController(), new AbortController()];
  for (const { signal } of callers) void ask(same, signal);
  callers[0]?.abort();
  expect(begun[0]?.signal.aborted).toBe(false);
  callers[1]?.abort();
  expect(begun[0]?.signal.aborted).toBe(true);
  void ask(same);
  expect(begun).toHaveLength(2);
});
