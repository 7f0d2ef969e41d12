import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { startScriptedUpstream } from '../scripted-upstream.ts';

/** An upstream that has one row more in each response, and always promises more. */
async function startGrudgingUpstream() {
  let id = 0;
  return startScriptedUpstream((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    id += 1;
    const row = { id, name: `Contact ${id}`, lastName: `A${String(id).padStart(6, '0')}` };
    response.end(JSON.stringify({ success: true, data: [row], meta: { total: 100_000, hasMore: true } }));
  });
}

test.each([
  { planLimits: { maxUpstreamCalls: 2, maxInnerPages: 200 }, requests: 2, allowed: '2 (MAX_UPSTREAM_CALLS)' },
  { planLimits: { maxUpstreamCalls: 500, maxInnerPages: 101 }, requests: 2, allowed: '101 (MAX_INNER_PAGES)' },
])('a page of 5000 takes at most $allowed of an upstream that sends one row at a time', async (one) => {
  await using upstream = await startGrudgingUpstream();
  await using gateway = await startGateway(upstream.url, { planLimits: one.planLimits });
  const { data, errors } = await gateway.ask('{ contacts(first: 5000) { nodes { contactId } } }');
  expect(upstream.requests.length).toBe(one.requests);
  expect(data).toEqual({ contacts: null });
  expect(errors).toMatchObject([{ path: ['contacts'], extensions: { code: 'PLAN_EXCEEDED', allowed: one.allowed } }]);
  expect(errors[0]?.message).toMatch(/^The upstream’s answers needed more than planned: \d+ /);
  expect(gateway.logged).toEqual([]);
});

test('a page of 5000 takes three requests of an upstream that sends one row at a time, and ends short with a next page', async () => {
  await using upstream = await startGrudgingUpstream();
  await using gateway = await startGateway(upstream.url);
  const { data } = await gateway.ask('{ contacts(first: 5000) { nodes { contactId } pageInfo { hasNextPage } } }');
  expect(data).toEqual({
    contacts: { nodes: [1, 2, 3].map((contactId) => ({ contactId })), pageInfo: { hasNextPage: true } },
  });
  expect(upstream.requests).toHaveLength(3);
});

test('an operation that was planned up to the limits runs within them, also with a retry', async () => {
  const query = '{ contacts(first: 500, orderBy: [{ field: LAST_NAME }]) { nodes { contactId } } }';
  const { calls } = loadConfig({ PORTAL_RATE: 'off', RETRIES: '1' });
  await using gateway = await startGatewayWithSandbox(
    {
      planLimits: { maxUpstreamCalls: 1, maxInnerPages: 10 },
      calls: { ...calls, retry: { retries: 1, baseDelayMs: 1 } },
    },
    { contacts: 600 },
  );
  gateway.sandbox.setFaults([{ times: 1, effect: { kind: 'resetBefore' } }]);
  const { data, errors } = await gateway.ask<{ contacts: { nodes: unknown[] } }>(query);
  expect(errors).toEqual([]);
  expect(data.contacts.nodes).toHaveLength(500);
  expect(gateway.sandbox.requests).toHaveLength(2);
});
