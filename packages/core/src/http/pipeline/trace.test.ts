import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { type StubSend, through } from '../../../test/through.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamRequest } from '../../wire/upstream-request.ts';
import { startWave, traceCalls } from './trace.ts';
import type { OperationTrace } from './operation-trace.ts';

const request: UpstreamRequest = {
  endpoint: 'GET /v1/contacts',
  method: 'GET',
  path: '/v1/contacts',
  query: 'limit=1',
};
const answer = { data: [], meta: {}, envelope: {} };
const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const remote = trace.setSpanContext(ROOT_CONTEXT, spanContext);

/** Sends one request through the step; returns the request and options that it passed on. */
async function traced(operation: OperationTrace | undefined, send: () => Promise<typeof answer> = async () => answer) {
  const seen: UpstreamRequest[] = [];
  const next: StubSend = (sent) => {
    seen.push(sent);
    return send();
  };
  const result = await through(traceCalls('https://vibe.example/api'))(next)(
    { ...request, headers: { 'x-of-another-step': '1' } },
    { apiKey: 'k' },
    { trace: operation },
  ).catch((error: unknown) => error);
  return { headers: seen[0]?.headers, result };
}

// Spans with an SDK are tested in the gateway, which has one.
describe('without an SDK', () => {
  test('a request outside an operation is passed on unchanged', async () => {
    expect(await traced(undefined)).toEqual({ headers: { 'x-of-another-step': '1' }, result: answer });
  });

  test('trace context and request id are added to the headers that other steps set', async () => {
    const { headers } = await traced({ context: remote, requestId: 'r' });
    expect(headers).toEqual({
      'x-of-another-step': '1',
      'x-request-id': 'r',
      traceparent: `00-${spanContext.traceId}-${spanContext.spanId}-01`,
    });
  });

  test('without a trace context and request id no header is added', async () => {
    expect((await traced({ context: ROOT_CONTEXT })).headers).toEqual({ 'x-of-another-step': '1' });
  });

  test('a wave has no span of its own, so that its requests are those of the operation', () => {
    expect(startWave({ context: remote, requestId: 'r' }, 3)).toBeUndefined();
  });
});

test('each try is reported, failed ones too, and the error passes unchanged', async () => {
  let sent = 0;
  const operation: OperationTrace = { context: ROOT_CONTEXT, onSend: () => (sent += 1) };
  const error = new UpstreamError('unavailable', 'GET /v1/contacts: no');
  await traced(operation);
  const { result } = await traced(operation, () => Promise.reject(error));
  expect(result).toBe(error);
  expect(sent).toBe(2);
});
