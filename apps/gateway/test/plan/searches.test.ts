import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGatewayWithSandbox } from '../running-gateway.ts';

/** A filter that only POST search can carry: its query would be too long for a GET. */
const query = '{ contacts(first: 1, filter: { name: { in: [%] } }) { nodes { contactId } } }';
const names = (first: number): string =>
  query.replace('%', Array.from({ length: 150 }, (_, index) => `"somebody called ${first + index}"`).join());

test('more searches than a minute has wait in the gateway or are rejected there: none is rejected upstream', async () => {
  const { calls } = loadConfig({ KEY_SEARCH_RATE: '3', PORTAL_RATE: 'off', PORTAL_CONCURRENCY: 'off', RETRIES: '0' });
  await using gateway = await startGatewayWithSandbox(
    { calls },
    { limits: { searchesPerMinute: 3, nativePerSecond: 1000 } },
  );
  const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => gateway.ask(names(index))));
  const codes = answers.map(({ errors }) => errors[0]?.extensions['code']);
  expect(codes.filter((code) => code === undefined)).toHaveLength(3);
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(3);
  expect(gateway.sandbox.requests.map(({ path, status }) => `${status} ${path}`)).toEqual(
    Array.from({ length: 3 }, () => '200 /v1/contacts/search'),
  );
  const other = await gateway.ask('{ contacts(first: 1) { nodes { contactId } } }');
  expect(other.errors).toEqual([]);
});
