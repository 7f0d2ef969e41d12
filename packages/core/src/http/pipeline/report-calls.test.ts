import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, type StubCall } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import { reportCalls } from './report-calls.ts';
import type { UpstreamEvent } from './send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function eventsOf(reply: (call: StubCall) => void, attempt?: number): Promise<readonly UpstreamEvent[]> {
  const events: UpstreamEvent[] = [];
  const { send } = stubSend((call) => setTimeout(() => reply(call), 70));
  const step = through(reportCalls((event) => events.push(event)))(send);
  const asked = errorOf(step(read('/v1/me'), { apiKey: 'k' }, attempt === undefined ? {} : { attempt }));
  expect(events).toEqual([]);
  await vi.advanceTimersByTimeAsync(70);
  await asked;
  return events;
}

test('an answer is reported with its duration', async () => {
  expect(await eventsOf(({ answer }) => answer())).toEqual([
    { type: 'call', endpoint: 'GET /v1/me', attempt: 1, outcome: 'ok', durationMs: 70 },
  ]);
});

test('a failure is reported with its code and the number of the try', async () => {
  expect(await eventsOf(({ fail }) => fail(failure('unavailable')), 3)).toEqual([
    { type: 'call', endpoint: 'GET /v1/me', attempt: 3, outcome: 'unavailable', durationMs: 70 },
  ]);
});

test('a bug of the gateway is not reported as an outcome of the upstream', async () => {
  expect(await eventsOf(({ fail }) => fail(new TypeError('mistake')))).toEqual([]);
});

test('calls can go unreported', async () => {
  const { send } = stubSend(({ answer }) => answer('data'));
  expect(await through(reportCalls())(send)(read(), { apiKey: 'k' }, {})).toMatchObject({ data: 'data' });
});
