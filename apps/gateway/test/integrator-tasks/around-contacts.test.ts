import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { recipe } from './recipes.ts';
import { runRecipe } from './run-recipe.ts';

test('numbers of contacts by source are 2 requests, names included', async () => {
  const { data, contacts } = await runRecipe<{
    contactsAggregate: {
      count: number;
      groups: readonly { key: string | null; count: number; status: { name: string } | null }[];
    };
  }>('CountBySource');
  const { count, groups } = data.contactsAggregate;
  expect(count).toBe(contacts.length);
  const expected = Map.groupBy(contacts, ({ sourceId }) => sourceId || null);
  expect(new Map(groups.map((group) => [group.key, group.count]))).toEqual(
    new Map([...expected].map(([key, rows]) => [key, rows.length])),
  );
  expect(groups.filter(({ key, status }) => (key === null) !== (status === null))).toEqual([]);
});

test('a drop-down of employees and one of sources are 1 request', async () => {
  const { data } = await runRecipe<{
    users: { nodes: readonly { lastName: string }[] };
    statuses: readonly { statusId: string; sort: number }[];
  }>('DropDowns');
  const lastNames = data.users.nodes.map(({ lastName }) => lastName);
  expect(lastNames).toEqual(['Barros', 'Boucher', 'Chevalier', 'Davies', 'Esposito', 'Fournier', 'Greco']);
  expect(data.statuses.map(({ statusId }) => statusId)).toContain('WEB');
  const order = data.statuses.map(({ sort }) => sort);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

interface MayRead {
  readonly viewer: {
    readonly fields: readonly { readonly type: string; readonly name: string; readonly isReadable: boolean }[];
  };
}

test('the fields that a key may read are 1 request', async () => {
  const { data } = await runRecipe<MayRead>('MayRead');
  expect(data.viewer.fields.length).toBeGreaterThan(50);
  expect(data.viewer.fields.every(({ isReadable }) => isReadable)).toBe(true);
});

test('the fields of users are not among those that a key without their scope may read', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { query, requests } = recipe('MayRead');
  const { data } = await gateway.ask<MayRead>(query, { headers: { 'x-api-key': keys.crmOnly } });
  const readable = new Map(data.viewer.fields.map(({ type, name, isReadable }) => [`${type}.${name}`, isReadable]));
  expect([readable.get('Contact.name'), readable.get('Contact.assignedBy'), readable.get('User.name')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(gateway.calls()).toHaveLength(requests);
});
