import { afterAll, beforeEach, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';

const gateway = await startGatewayWithSandbox();
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

interface Page {
  readonly contacts: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly contactId: number; readonly email: string | null }[];
  };
}

const document =
  'query ($filter: ContactFilter) { contacts(filter: $filter, first: 500) { totalCount nodes { contactId email } } }';

async function found(filter: object) {
  const { data, errors } = await gateway.ask<Page>(document, { variables: { filter } });
  expect(errors).toEqual([]);
  return data.contacts;
}

test('contacts without an e-mail, and those with one, are all contacts, at one call each', async () => {
  const without = await found({ email: { isEmpty: true } });
  expect(without.totalCount).toBeGreaterThan(0);
  expect(without.nodes.every(({ email }) => email === null)).toBe(true);
  expect(gateway.calls()).toHaveLength(1);
  expect(gateway.calls()[0]).toMatch(/filter\[email\]=(?:&|$)/);
  const having = await found({ email: { isEmpty: false } });
  expect(without.totalCount + having.totalCount).toBe(gateway.sandbox.contacts.rows().length);
});

test('contacts without a phone, and those with one, are all contacts', async () => {
  const [without, having] = [await found({ phone: { isEmpty: true } }), await found({ phone: { isEmpty: false } })];
  expect(without.totalCount + having.totalCount).toBe(gateway.sandbox.contacts.rows().length);
});

test('contacts by one of several e-mails, at one call', async () => {
  const emails = gateway.sandbox.contacts
    .rows()
    .flatMap(({ email }) => (typeof email === 'string' && email !== '' ? [email] : []))
    .slice(0, 2);
  const { nodes } = await found({ email: { in: emails } });
  expect(new Set(nodes.map(({ email }) => email))).toEqual(new Set(emails));
  expect(gateway.calls()).toHaveLength(1);
});

test.each(['+7 (916) 555-22-33', '8 916 555-22-33', '79165552233', '+79165552233', '(916) 555-22-33'])(
  'a phone is found by %s in whichever form it is stored, at one call',
  async (asked) => {
    const created = ['+79165552233', '79165552233', '89165552233', '9165552233', '+7 (916) 555-22-33'].map((phone) =>
      gateway.sandbox.contacts.create({ name: 'Test', phone }),
    );
    gateway.sandbox.contacts.create({ name: 'Another', phone: '+79165552234' });
    gateway.sandbox.clearRequests();
    const { nodes } = await found({ phone: { matches: asked } });
    expect(nodes.map(({ contactId }) => contactId)).toEqual(created);
    expect(gateway.calls()).toHaveLength(1);
    for (const id of created) gateway.sandbox.contacts.delete(id);
  },
);

test('the forms that are looked for can be asked, without a call', async () => {
  const { data } = await gateway.ask('{ phoneForms(number: "+1 212 555 01 00") }');
  expect(data).toEqual({ phoneForms: ['+1 212 555 01 00', '12125550100', '+12125550100'] });
  expect(gateway.calls()).toEqual([]);
});

test('what is no phone number is refused without a call', async () => {
  const { errors } = await gateway.ask(document, { variables: { filter: { phone: { matches: 'Ivan' } } } });
  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'filter.phone.matches',
    value: 'Ivan',
    allowed: expect.stringContaining('a phone number of 7 to 20 digits'),
  });
  expect(gateway.calls()).toEqual([]);
});
