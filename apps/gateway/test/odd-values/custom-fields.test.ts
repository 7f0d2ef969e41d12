import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { placesOf, type RunningGateway, startGateway } from '../running-gateway.ts';
import { type SmallPortal, startSmallPortal } from './small-portal.ts';

const fields = {
  id: { type: 'integer' },
  ufCrm_1720019876534: { type: 'string' },
  ufCrmMyField: { type: 'string' },
  UF_CRM_MY__FIELD: { type: 'string' },
  ufCrm_CN_TL2CRM: { type: 'string' },
  ufCrm3_1747309727: { type: 'string' },
  ufCrm_2: { type: 'money' },
  ufCrm_3: { type: 'date' },
  ufCrm_4: { type: 'iblock_element' },
};
const values = {
  ufCrm_1720019876534: 'number',
  ufCrmMyField: 'camel',
  UF_CRM_MY__FIELD: 'upper',
  ufCrm_CN_TL2CRM: 'mixed',
  ufCrm3_1747309727: 'two numbers',
  ufCrm_2: '100|RUB',
  ufCrm_3: '2024-07-22T00:00:00+03:00',
  ufCrm_4: '512',
};
const contacts = Array.from({ length: 1167 }, (_, index) => ({ id: index + 1, companyId: 7, ...values }));
const records = {
  contacts,
  companies: [{ id: 7, title: 'Seven' }],
  users: [{ id: 1, name: 'Anna' }],
  fields: { fields },
};

let upstream: SmallPortal;
let gateway: RunningGateway;
beforeAll(async () => {
  upstream = await startSmallPortal(records);
});
afterAll(() => upstream[Symbol.asyncDispose]());
beforeEach(async () => {
  upstream.reset(records);
  // A gateway for each test, so that nothing of the portal is cached.
  await gateway?.close();
  gateway = await startGateway(upstream.url);
});
afterAll(() => gateway.close());

const text = '... on StringValue { string }';
const byName =
  'query ($names: [String!]) { contact(id: 5) { customFields(names: $names) { name value { __typename ... on StringValue { string } } } } }';

interface Found {
  readonly contact: {
    readonly customFields: readonly { readonly name: string; readonly value: { readonly string: string } | null }[];
  };
}

describe('a custom field by its name', () => {
  test.each([
    ['ufCrm_1720019876534', 'ufCrm_1720019876534', 'number'],
    ['UF_CRM_1720019876534', 'ufCrm_1720019876534', 'number'],
    ['ufCrm1720019876534', 'ufCrm_1720019876534', 'number'],
    ['ufCrmMyField', 'ufCrmMyField', 'camel'],
    ['UF_CRM_MY_FIELD', 'ufCrmMyField', 'camel'],
    ['UF_CRM_MY__FIELD', 'UF_CRM_MY__FIELD', 'upper'],
    ['ufCrm_CN_TL2CRM', 'ufCrm_CN_TL2CRM', 'mixed'],
    ['UF_CRM_CN_TL2CRM', 'ufCrm_CN_TL2CRM', 'mixed'],
    ['UF_CRM_3_1747309727', 'ufCrm3_1747309727', 'two numbers'],
  ])('the custom field %s is read by the portal’s name %s', async (name, own, value) => {
    const { data, errors } = await gateway.ask<Found>(byName, { variables: { names: [name] } });
    expect(errors).toEqual([]);
    expect(data.contact.customFields).toEqual([{ name: own, value: { __typename: 'StringValue', string: value } }]);
    expect(upstream.selections.at(-1)?.filter((each) => /^uf/i.test(each))).toEqual([own]);
  });

  test.each(['ufCrmMyfield', 'UF_CRM_MYFIELD', 'ufCrm_cn_tl2crm', 'UF_CRM_CN_TL_2CRM', 'ufCrm_', 'name', 'ufCrm_a-b'])(
    '%s is not a field of the portal, and is rejected before contacts are read',
    async (name) => {
      const { data, errors } = await gateway.ask(byName, { variables: { names: ['ufCrm_2', name] } });
      expect(data).toEqual({ contact: null });
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({
        path: ['contact'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'customFields.names', value: name },
      });
      expect(upstream.calls.filter((call) => call !== 'GET /v1/contacts/fields')).toEqual([]);
    },
  );

  test('a custom field is read from the other form of its name in a row, unless another field has that name', async () => {
    const [first] = contacts;
    upstream.reset({
      ...records,
      contacts: [{ id: first?.id, UF_CRM_CN_TL2CRM: 'other name', UF_CRM_MY__FIELD: 'upper' }],
    });
    const { data, errors } = await gateway.ask(
      `{ contacts(first: 1) { nodes { customFields { name value { ${text} } } } } }`,
    );
    expect(errors).toEqual([]);
    const [node] = (data as { contacts: { nodes: Found['contact'][] } }).contacts.nodes;
    const filled = node?.customFields.filter(({ value }) => value !== null);
    expect(filled).toEqual([
      { name: 'UF_CRM_MY__FIELD', value: { string: 'upper' } },
      { name: 'ufCrm_CN_TL2CRM', value: { string: 'other name' } },
    ]);
  });
});

describe('an unknown custom field', () => {
  const wrong = 'customFields(names: ["UF_CRM_NOTHING"]) { name }';

  test.each([
    ['a page', `contacts(first: 1167) { nodes { ${wrong} } }`, 'contacts'],
    [
      'contacts of companies',
      `contacts(first: 50) { nodes { company { contacts(first: 1) { nodes { ${wrong} } } } } }`,
      'contacts',
    ],
    [
      'contacts of one company',
      `node(id: "${Buffer.from('Company:7').toString('base64')}") { ... on Company { contacts(first: 50) { nodes { ${wrong} } } } }`,
      'node',
    ],
  ])('an unknown custom field of 1,167 contacts is one short error: %s', async (_name, field, path) => {
    const { data, errors, text: answer } = await gateway.ask(`{ ${field} }`);
    expect(data).toEqual({ [path]: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path).toEqual([path]);
    expect(upstream.calls).toEqual(['GET /v1/contacts/fields']);
    // The response was 1.27 MB.
    expect(answer.length).toBeLessThan(1000);

    await gateway.ask(`{ ${field} }`);
    expect(upstream.calls).toHaveLength(1);
  });

  test('an unknown custom field does not affect the other fields of the operation', async () => {
    const { data, errors } = await gateway.ask(
      `{ contacts(first: 2) { nodes { ${wrong} } } other: contacts(first: 2) { nodes { contactId } } }`,
    );
    expect(data).toEqual({ contacts: null, other: { nodes: [{ contactId: 1 }, { contactId: 2 }] } });
    expect(errors).toHaveLength(1);
  });

  test('an unknown custom field of nodes is one error', async () => {
    const ids = [1, 2, 3].map((id) => Buffer.from(`Contact:${id}`).toString('base64'));
    const { data, errors } = await gateway.ask(
      `{ nodes(ids: ${JSON.stringify(ids)}) { ... on Contact { ${wrong} } } }`,
    );
    expect(data).toEqual({ nodes: [null, null, null] });
    expect(errors).toHaveLength(1);
    expect(errors.flatMap(placesOf)).toEqual([
      ['nodes', 0],
      ['nodes', 1],
      ['nodes', 2],
    ]);
    expect(upstream.calls).toEqual(['GET /v1/contacts/fields']);
  });

  test('too many names of custom fields are one error, before anything is sent', async () => {
    const names = JSON.stringify(Array.from({ length: 51 }, () => 'ufCrm_2'));
    const { errors } = await gateway.ask(
      `{ contacts(first: 50) { nodes { customFields(names: ${names}) { name } } } }`,
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ['contacts'],
      extensions: { code: 'BAD_USER_INPUT', limit: 'MAX_CUSTOM_FIELDS' },
    });
    expect(upstream.calls).toEqual([]);
  });

  test('the error of an unknown custom field lists at most 20 names of the portal', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`ufCrm_${index}`, { type: 'string' }]));
    upstream.reset({ ...records, fields: { fields: many } });
    const { errors } = await gateway.ask(`{ contacts(first: 2) { nodes { ${wrong} } } }`);
    expect(errors[0]?.extensions['allowed']).toMatch(
      /^a custom field of the portal: (ufCrm_\d+, ){20}and 480 more in contactFields$/,
    );
  });
});

test('if the field list cannot be read, custom fields are one error, and the contacts are returned', async () => {
  upstream.reset({ ...records, fields: { fields: 'none' } });
  const { data, errors } = await gateway.ask(
    '{ contacts(first: 3) { nodes { contactId customFields(names: ["ufCrm_2"]) { name } } } }',
  );
  expect(data).toEqual({ contacts: { nodes: [1, 2, 3].map((contactId) => ({ contactId, customFields: null })) } });
  expect(errors).toHaveLength(1);
  expect(errors.flatMap(placesOf)).toEqual([0, 1, 2].map((index) => ['contacts', 'nodes', index, 'customFields']));
  expect(errors[0]?.extensions['code']).toBe('BAD_UPSTREAM_RESPONSE');
});

describe('values', () => {
  const of = (value: unknown, name = 'ufCrm_2') => {
    upstream.reset({
      ...records,
      contacts: [
        { id: 1, ...values, [name]: value },
        { id: 2, ...values },
      ],
    });
    return gateway.ask(`{ contacts(first: 2) { nodes { customFields(names: ["${name}", "ufCrmMyField"]) {
      name value { __typename ... on MoneyValue { amount currency } ... on DateValue { date } ... on StringValue { string } } values { __typename }
    } } } }`);
  };
  const money = { __typename: 'MoneyValue', amount: 100, currency: 'RUB' };
  const other = {
    name: 'ufCrmMyField',
    value: { __typename: 'StringValue', string: 'camel' },
    values: [{ __typename: 'StringValue' }],
  };

  test.each(['1 500,50|RUB', '|RUB', ' |RUB', '0x10|RUB', 'much', { amount: 1 }, true])(
    'malformed money, %j, is an error at this field of this contact, which names it',
    async (value) => {
      const { data, errors } = await of(value);
      expect(data).toEqual({
        contacts: {
          nodes: [
            { customFields: [{ name: 'ufCrm_2', value: null, values: null }, other] },
            { customFields: [{ name: 'ufCrm_2', value: money, values: [{ __typename: 'MoneyValue' }] }, other] },
          ],
        },
      });
      expect(errors.map(({ path }) => path)).toEqual([
        ['contacts', 'nodes', 0, 'customFields', 0, 'value'],
        ['contacts', 'nodes', 0, 'customFields', 0, 'values'],
      ]);
      for (const { message, extensions } of errors) {
        expect(extensions['code']).toBe('BAD_UPSTREAM_RESPONSE');
        expect(message).toContain('"ufCrm_2" is not in a known form');
        expect(message).not.toContain('500');
      }
    },
  );

  test.each([
    ['1500.50|RUB', { amount: 1500.5, currency: 'RUB' }],
    ['-3|EUR', { amount: -3, currency: 'EUR' }],
    ['7', { amount: 7, currency: null }],
    ['7|', { amount: 7, currency: null }],
    [7, { amount: 7, currency: null }],
  ])('money is returned as an amount with a currency: %j', async (value, expected) => {
    const { data, errors } = await of(value);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ contacts: { nodes: [{ customFields: [{ value: expected }, other] }, {}] } });
  });

  test.each([
    ['2024-07-22', '2024-07-22'],
    ['2024-07-22T00:00:00+03:00', '2024-07-22'],
    ['2024-07-22T03:00:00+03:00', '2024-07-22'],
    ['2024-07-21T21:00:00.000Z', '2024-07-22'],
    ['2024-12-31T12:00:00Z', '2025-01-01'],
    ['2024-07-22T05:00:00Z', '2024-07-22'],
    ['2024-07-22T00:00:00Z', '2024-07-22'],
  ])('the date without a time %s is a DateValue', async (value, date) => {
    const { data, errors } = await of(value, 'ufCrm_3');
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      contacts: { nodes: [{ customFields: [{ value: { __typename: 'DateValue', date } }, other] }, {}] },
    });
  });

  test.each(['2024-02-30', '22.07.2024', 'soon 5', '2024-07-22T11:00:00Z', 5])('%j is not a date', async (value) => {
    const { errors } = await of(value, 'ufCrm_3');
    expect(errors.map(({ path }) => path?.at(-1))).toEqual(['value', 'values']);
  });

  test('the number of a catalogue entry is returned as a string, unchanged', async () => {
    const { data } = await of('512', 'ufCrm_4');
    expect(data).toMatchObject({ contacts: { nodes: [{ customFields: [{ value: { string: '512' } }, other] }, {}] } });
  });
});
