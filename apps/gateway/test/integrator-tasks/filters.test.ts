import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { recipe } from './recipes.ts';
import { runOn, runRecipe } from './run-recipe.ts';

interface Contacts {
  readonly contacts: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly contactId: number }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const idsOf = ({ contacts }: Pick<Contacts, 'contacts'>): readonly number[] =>
  contacts.nodes.map(({ contactId }) => contactId);

test('the contacts without an e-mail are 1 request a page', async () => {
  const { data, contacts } = await runRecipe<Contacts>('WithoutEmail');
  const expected = contacts.filter(({ email }) => !email).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(0);
  expect(data.contacts.totalCount).toBe(expected.length);
  expect(idsOf(data)).toEqual(expected.slice(0, 50));
});

test.each([
  String(recipe('ByPhone').variables['phone']),
  '8 916 555-22-33',
  '79165552233',
  '+79165552233',
  '(916) 555-22-33',
])('the contacts with the phone %s, in each form that it may be stored in, are 1 request', async (phone) => {
  await using gateway = await startGatewayWithSandbox();
  const stored = ['+79165552233', '79165552233', '89165552233', '9165552233', '+7 (916) 555-22-33'];
  const created = stored.map((value) => gateway.sandbox.contacts.create({ name: 'Test', phone: value }));
  gateway.sandbox.contacts.create({ name: 'Another', phone: '+79165552234' });
  const data = await runOn<Contacts & { readonly phoneForms: readonly string[] }>(gateway, 'ByPhone', { phone });
  expect(idsOf(data)).toEqual(created);
  expect(data.phoneForms).toContain('79165552233');
});

test('contacts by two custom fields, sorted by one of them, are 2 requests, and 1 for the next page', async () => {
  await using gateway = await startGatewayWithSandbox();
  const sort = String(recipe('ByCustomField').variables['sort']);
  const option = 'ufCrm_1720019876540';
  const expected = gateway.sandbox.contacts
    .rows()
    .filter((row) => row[sort] !== null && Number(row[sort]) >= 3 && (row[option] === 52 || row[option] === 53))
    .toSorted((a, b) => Number(b[sort]) - Number(a[sort]) || Number(a['id']) - Number(b['id']));
  expect(expected.length).toBeGreaterThan(20);

  const first = await runOn<Contacts>(gateway, 'ByCustomField');
  expect(first.contacts.totalCount).toBe(expected.length);
  const { query, variables } = recipe('ByCustomField');
  gateway.sandbox.clearRequests();
  const after = first.contacts.pageInfo.endCursor;
  const { data: second } = await gateway.ask<Contacts>(query, { variables: { ...variables, after } });
  expect(gateway.calls()).toHaveLength(1);

  const numbers = new Map(expected.map((row) => [row['id'], Number(row[sort])]));
  const shown = [...idsOf(first), ...idsOf(second)];
  expect(shown.map((id) => numbers.get(id))).toEqual(expected.slice(0, 40).map((row) => Number(row[sort])));
  expect(new Set(shown).size).toBe(shown.length);
});
