import { createClient, walkContacts } from '@contacts/client';
import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { readMetrics, valueOf } from '../read-metrics.ts';

test('walks that wait for a permit let interactive operations go first', async () => {
  const { calls } = loadConfig({ PORTAL_CONCURRENCY: '1', PORTAL_RATE: 'off', KEY_RATE: 'off' });
  await using gateway = await startGatewayWithSandbox({ calls }, { latencyMs: 150 });
  const waiting = async () => valueOf(await readMetrics(gateway.url), 'gateway_upstream_queue_depth');

  const busy = gateway.ask('{ contacts(first: 1) { nodes { contactId } } }');
  const walks = [keys.readOnly, keys.policyReadOnly, keys.crmOnly].map((apiKey) =>
    walkContacts(createClient({ url: `${gateway.url}/graphql`, apiKey }), { filter: { companyId: { eq: 15 } } }).next(),
  );
  await expect.poll(waiting, { interval: 5 }).toBe(3);
  const atAScreen = gateway.ask('{ contacts(first: 2) { nodes { contactId } } }');
  await Promise.all([busy, atAScreen, ...walks]);

  const limits = gateway.sandbox.requests.map(({ query }) => new URLSearchParams(query).get('limit'));
  expect(limits).toEqual(['1', '2', '50', '50', '50']);
});
