import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from './running-gateway.ts';

interface Native {
  readonly contactId: number;
  readonly birthdate: string | null;
  readonly lastActivityTime: string | null;
  readonly lastActivityBy: { readonly userId: number; readonly name: string } | null;
}

test('fields that rows have and the upstream’s field list lacks are read, too', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask<{ contacts: { nodes: readonly Native[] } }>(
    '{ contacts(first: 50) { nodes { contactId birthdate lastActivityTime lastActivityBy { userId name } } } }',
  );
  expect(errors).toEqual([]);
  const { nodes } = data.contacts;
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=50&select=id,birthdate,lastActivityTime,lastActivityBy&order[id]=asc&withTotal=false',
    expect.stringMatching(/^GET \/v1\/users\?/),
  ]);
  const born = nodes.flatMap(({ birthdate }) => birthdate ?? []);
  expect(born.length).toBeGreaterThan(5);
  expect(born.filter((day) => !/^(?:19[5-9]\d|200\d)-\d{2}-\d{2}$/.test(day))).toEqual([]);
  expect(nodes.every(({ lastActivityBy }) => lastActivityBy !== null)).toBe(true);
});

test.each(['filter: { birthdate: { eq: "1980-05-08" } }', 'orderBy: [{ field: BIRTHDATE }]'])(
  'conditions and orders that the upstream’s field list lacks are not sent: contacts(%s)',
  async (args) => {
    await using gateway = await startGatewayWithSandbox();
    const { data, errors } = await gateway.ask(`{ contacts(${args}) { totalCount } }`);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(gateway.calls()).toEqual([]);
  },
);
