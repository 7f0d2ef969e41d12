import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { costlyRequests } from './costly-requests.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 5000 });
  await gateway.ask('{ contacts { nodes { id } } }');
});
afterAll(() => gateway[Symbol.asyncDispose]());

const MAX_CPU_MS = 2500;
const MAX_CALLS = 50;

/** The sandbox's share is counted too: it runs in the same process. */
test.each(costlyRequests)('little CPU and few calls: $name', async ({ query, variables }) => {
  gateway.sandbox.clearRequests();
  const before = process.cpuUsage();
  const { status, errors } = await gateway.ask(query, { variables: variables ?? {} });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(MAX_CPU_MS);
  expect(gateway.calls().length).toBeLessThanOrEqual(MAX_CALLS);
  expect(status).toBeLessThan(500);
  expect(errors.map(({ extensions }) => extensions?.['code'])).not.toContain('INTERNAL_SERVER_ERROR');
  expect(gateway.logged).toEqual([]);
});
