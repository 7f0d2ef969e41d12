import { customFilterFields, type FilterField } from '@contacts/client';
import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { readCustomFields } from './custom-fields.ts';

const values: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Date: '2024-07-22',
  DateTime: '2024-07-22T18:00:08+03:00',
  Float: 3,
  MoneyInput: { amount: 5000, currency: 'RUB' },
  String: 'a',
};

test('every operator that the client offers for a custom field is one that the gateway takes', async () => {
  await using gateway = await startGatewayWithSandbox();
  const portal = await readCustomFields(gateway);
  const fields = customFilterFields(portal);
  expect(portal.filter(({ name }) => !fields.some((field) => field.name === name)).map(({ type }) => type)).toEqual([
    'file',
  ]);
  const optionOf = (name: string) => portal.find((field) => field.name === name)?.options[0]?.value;
  const refused = fields.flatMap((field) =>
    filtersOf(field, optionOf(field.name)).map(async (filter) => {
      const { errors } = await gateway.ask(
        'query ($filter: ContactFilter) { contacts(filter: $filter, first: 1) { nodes { contactId } } }',
        { variables: { filter: { custom: [filter] } } },
      );
      return errors.map(({ message }) => `${JSON.stringify(filter)}: ${message}`);
    }),
  );
  expect((await Promise.all(refused)).flat()).toEqual([]);
});

function filtersOf({ name, custom = '', operators }: FilterField, option: string | undefined): readonly object[] {
  return Object.entries(operators).map(([operator, { type, list }]) => {
    const value = type === 'String' && option !== undefined ? option : values[type];
    return { field: name, [custom]: { [operator]: list ? [value] : value } };
  });
}
