// Random requests, valid and invalid: every response is JSON in the envelope, with a code of the contract.
// `SANDBOX_FUZZ=10000` in the environment makes a long run.
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox, keys } from '../src/index.ts';
import { randomRequest } from './random-requests.ts';

// oxlint-disable-next-line node/no-process-env -- the length of a test run is no configuration of the program
const runs = Number(process.env['SANDBOX_FUZZ'] ?? 250);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const knownCodes = new Set(
  `VALIDATION_ERROR INVALID_PARAMS INVALID_REQUEST INVALID_FILTER INVALID_FILTER_FIELD INVALID_FILTER_OPERATOR UNKNOWN_SORT_FIELD
  INVALID_SORT_TYPE INVALID_SORT_DIRECTION UNSTABLE_OFFSET_PAGINATION BATCH_LIMIT_EXCEEDED INCLUDE_LIMIT_EXCEEDED INVALID_INCLUDE
  READONLY_FIELD INVALID_MULTIFIELD_SHAPE MISSING_API_KEY INVALID_API_KEY TOKEN_MISSING INVALID_SESSION SCOPE_DENIED SCOPE_NOT_ALLOWED
  BITRIX_ACCESS_DENIED ENTITY_NOT_FOUND NOT_FOUND ROUTE_NOT_FOUND UNKNOWN_ENTITY ACTION_NOT_SUPPORTED MISSING_ENTITY_ID INVALID_CALL`.split(
    /\s+/,
  ),
);

test('every response to a random request is in the envelope', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 60 });
  await fc.assert(
    fc.asyncProperty(randomRequest, async ({ sent, credentials, contentType }) => {
      const { body } = sent;
      const response = await fetch(`${sandbox.url}${sent.path}`, {
        method: sent.method,
        headers: { ...credentials, ...(body !== null && { 'content-type': contentType }) },
        ...(body !== null && { body }),
      });
      expect(envelopeFaults(response.status, await response.text())).toEqual([]);
    }),
    { numRuns: runs },
  );
  // No request has affected a later one.
  const after = await fetch(`${sandbox.url}/v1/contacts?limit=1&filter[id]=17`, { headers: { 'X-Api-Key': keys.all } });
  expect(after.status).toBe(200);
}, 600_000);

test('memory does not grow over many requests', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 60 });
  const ask = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) {
      const response = await fetch(`${sandbox.url}/v1/contacts?limit=5&filter[%name]=${at}&order[lastName]=asc`, {
        headers: { 'X-Api-Key': keys.all },
      });
      await response.text();
    }
  };
  await ask(100);
  sandbox.clearRequests();
  const before = heapUsed();
  await ask(runs);
  sandbox.clearRequests();
  expect(heapUsed() - before).toBeLessThan(20_000_000);
}, 600_000);

test.each([
  ['input that is not HTTP', 'HELLO\r\n\r\n'],
  ['a request line that never ends', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`],
  ['a header without a name', 'GET /v1/me HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n'],
  [
    'a body shorter than its Content-Length',
    'POST /v1/contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: application/json\r\n\r\n{',
  ],
])('%s does not end the process', async (_name, bytes) => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 20 });
  const { port } = new URL(sandbox.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once('connect', () => socket.end(bytes, () => resolve()));
  });
  const response = await fetch(`${sandbox.url}/v1/me`, { headers: { 'X-Api-Key': keys.all } });
  expect(response.status).toBe(200);
  socket.destroy();
});

/** Returns the faults of a response; none if it is right. */
function envelopeFaults(status: number, text: string): string[] {
  if (status === 204) return text === '' ? [] : ['204 with a body'];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [`${status}: no JSON: ${text.slice(0, 100)}`];
  }
  if (typeof body !== 'object' || body === null || !('success' in body)) return ['no envelope'];
  if (body.success === true) return status < 300 && 'data' in body ? [] : [`success with ${status}`];
  const { error } = body as { error?: { code?: string; message?: string } };
  if (error?.code === undefined || error.message === undefined || error.message === '')
    return ['error without code or message'];
  return knownCodes.has(error.code) ? [] : [`${status} ${error.code}: ${error.message}`];
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
