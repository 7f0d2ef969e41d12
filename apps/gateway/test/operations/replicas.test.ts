import { createSandbox } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGateway } from '../running-gateway.ts';

const PER_MINUTE = 12;

test('two gateways with half of a key’s rate each use all of it together', async () => {
  await using sandbox = await createSandbox({
    contacts: 60,
    limits: { requestsPerMinute: PER_MINUTE, nativePerSecond: 1000 },
  });
  const { calls } = loadConfig({ PORTAL_RATE: 'off', KEY_RATE: String(PER_MINUTE / 2) });
  await using first = await startGateway(sandbox.url, { calls });
  await using second = await startGateway(sandbox.url, { calls });
  const answered = new Map([first, second].map((gateway) => [gateway, 0]));
  for (let index = 0; index < PER_MINUTE; index += 1) {
    for (const gateway of [first, second]) {
      const { errors } = await gateway.ask(`{ contact(id: "${index + 1}") { contactId } }`);
      if (errors.length === 0) answered.set(gateway, (answered.get(gateway) ?? 0) + 1);
    }
  }
  expect([...answered.values()]).toEqual([PER_MINUTE / 2, PER_MINUTE / 2]);
  expect(sandbox.requests.map(({ status }) => status)).toEqual(Array.from({ length: PER_MINUTE }, () => 200));
});
