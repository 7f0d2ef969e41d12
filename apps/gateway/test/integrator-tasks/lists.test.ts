import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { recipe } from './recipes.ts';
import { runOn, runRecipe } from './run-recipe.ts';

interface Contact {
  readonly contactId: number;
  readonly name: string;
  readonly lastName: string | null;
  readonly companyId: number;
  readonly createdTime: string;
  readonly phones: readonly { readonly value: string }[];
  readonly company: { readonly title: string } | null;
  readonly assignedBy: { readonly name: string } | null;
}

interface Contacts {
  readonly contacts: {
    readonly totalCount: number;
    readonly nodes: readonly Contact[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

test('the contacts of a company come with all their phones by 1 request', async () => {
  const { data, contacts } = await runRecipe<Contacts>('ContactsOfCompany');
  const { nodes, totalCount } = data.contacts;
  const expected = contacts.filter(({ companyId }) => companyId === 15);
  expect(nodes.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  expect(totalCount).toBe(expected.length);
  expect(nodes.some(({ phones }) => phones.length > 1)).toBe(true);
});

test('the contacts that an employee created in a week are 2 requests, one of them for the employee’s number', async () => {
  const { data } = await runRecipe<{ users: { nodes: readonly { userId: number }[] } }>('Employee');
  const { employee, from, to } = recipe('CreatedBetween').variables;
  expect(data.users.nodes).toEqual([{ userId: employee }]);
  const { data: created, contacts } = await runRecipe<Contacts>('CreatedBetween');
  const within = contacts.filter(
    ({ createdBy, createdTime }) =>
      createdBy === employee &&
      Date.parse(String(createdTime)) >= Date.parse(String(from)) &&
      Date.parse(String(createdTime)) < Date.parse(String(to)),
  );
  expect(within.length).toBeGreaterThan(0);
  expect(created.contacts.totalCount).toBe(within.length);
  expect(created.contacts.nodes.map(({ contactId }) => contactId).toSorted((a, b) => a - b)).toEqual(
    within.map(({ id }) => id),
  );
});

test('contacts with company and responsible user are 2 requests a page, by last name', async () => {
  await using gateway = await startGatewayWithSandbox();
  const first = (await runOn<Contacts>(gateway, 'ByLastName')).contacts;
  expect(first.nodes).toHaveLength(40);
  expect(first.nodes.every(({ lastName, assignedBy }) => lastName !== null && assignedBy !== null)).toBe(true);
  expect(first.nodes.some(({ company }) => company !== null)).toBe(true);
  const second = (await runOn<Contacts>(gateway, 'ByLastName', { after: first.pageInfo.endCursor })).contacts;
  const lastNames = [...first.nodes, ...second.nodes].map(({ lastName }) => String(lastName));
  const { compare } = new Intl.Collator('und', { sensitivity: 'base' });
  expect(lastNames).toEqual(lastNames.toSorted(compare));
});

test('the contacts of either of two companies are 1 request', async () => {
  const { data, contacts } = await runRecipe<Contacts>('OfCompanies');
  const expected = contacts.filter(({ companyId }) => companyId === 15 || companyId === 16);
  expect(data.contacts.totalCount).toBe(expected.length);
  expect(data.contacts.nodes.map(({ companyId }) => companyId)).toEqual(
    expected.map(({ companyId }) => Number(companyId)).toSorted((a, b) => a - b),
  );
});

test('contacts of either of two companies with a further condition each are 1 request', async () => {
  const { data, contacts } = await runRecipe<Contacts>('EitherOf');
  const expected = contacts.filter(
    ({ companyId, typeId, assignedById }) =>
      (companyId === 15 && typeId === 'CLIENT') || (companyId === 16 && assignedById === 3),
  );
  expect(expected.length).toBeGreaterThan(5);
  expect(data.contacts.nodes.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  expect(data.contacts.totalCount).toBe(expected.length);
});
