import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, placesOf, type RunningGateway, startGateway } from '../running-gateway.ts';
import { OddRecord, type PortalRecords, type Raw, type SmallPortal, startSmallPortal } from './small-portal.ts';

const contacts: readonly Raw[] = Array.from({ length: 50 }, (_, index) => ({
  id: index + 1,
  name: `n${index + 1}`,
  companyId: index + 1,
  assignedById: index + 1,
  sourceId: `S${index + 1}`,
}));
const records: PortalRecords = {
  contacts,
  companies: contacts.map(({ id }) => ({ id, title: `c${id as number}` })),
  users: contacts.map(({ id }) => ({ id, name: `u${id as number}` })),
  statuses: contacts.map(({ id }) => ({ entityId: 'SOURCE', statusId: `S${id as number}`, name: `s${id as number}` })),
  requisites: contacts.map(({ id }) => ({ id, entityTypeId: 3, entityId: id, rqName: `r${id as number}` })),
  fields: { fields: { id: { type: 'integer' }, ufCrm_1: { type: 'string' }, ufCrm_2: { type: 'string' } } },
};

let upstream: SmallPortal;
let gateway: RunningGateway;
beforeAll(async () => {
  upstream = await startSmallPortal(records);
  gateway = await startGateway(upstream.url, { referenceTtlMs: 0 });
});
afterAll(async () => {
  await gateway.close();
  await upstream[Symbol.asyncDispose]();
});

interface Nodes {
  readonly contacts: { readonly nodes: readonly Readonly<Record<string, unknown>>[] } | null;
}

/** Reads a field of all contacts where the third record of an entity is replaced. */
async function withThird(
  entity: 'contacts' | 'companies' | 'users' | 'statuses' | 'requisites',
  odd: Raw | OddRecord,
  field: string,
): Promise<Answer<Nodes>> {
  const changed = (records[entity] ?? []).map((record, index) => (index === 2 ? odd : record));
  upstream.reset({ ...records, [entity]: changed });
  return gateway.ask<Nodes>(`{ contacts(first: 50) { nodes { ${field} } } }`);
}

/** Returns the places of the contacts that are null, and those that the errors name. */
function lost({ data, errors }: Answer<Nodes>, member: string) {
  const nulls = (data.contacts?.nodes ?? []).flatMap((node, index) => (node[member] === null ? [index] : []));
  const places = errors.flatMap(placesOf).map((path) => path[2]);
  return { nulls, places, codes: new Set(errors.map(({ extensions }) => extensions['code'])) };
}

const third = { nulls: [2], places: [2], codes: new Set(['BAD_UPSTREAM_RESPONSE']) };
const objects = [{ ru: 'x' }, ['x'], true];

describe('a malformed member', () => {
  const odd: Readonly<Record<string, readonly unknown[]>> = {
    name: objects,
    lastName: objects,
    secondName: objects,
    phone: [false, { x: 1 }, [{ x: 1 }]],
    email: [false, { x: 1 }],
    post: objects,
    comments: objects,
    typeId: objects,
    sourceId: objects,
    sourceDescription: objects,
    honorificId: objects,
    companyId: ['x', 1.5, true, {}, 2 ** 53, '9007199254740993'],
    assignedById: ['x', true],
    createdById: ['x', []],
    updatedById: ['x', {}],
    leadId: ['x', -0.5],
    createdTime: ['soon', 'call 5', 5, true, {}, '2024-99-99T00:00:00Z'],
    updatedTime: ['22.07.2024', ['x']],
    opened: ['maybe', 2, {}],
    export: ['yes', []],
  };
  const upstreamName: Readonly<Record<string, string>> = {
    honorificId: 'honorific',
    createdById: 'createdBy',
    updatedById: 'updatedBy',
  };
  const cases = Object.entries(odd).flatMap(([field, values]) => values.map((value) => ({ field, value })));

  test.each(cases)(
    'the malformed $field of a contact is null with an error at its place: $value',
    async ({ field, value }) => {
      const name = upstreamName[field] ?? field;
      const rest = contacts.map((contact, index) => ({ ...contact, [name]: index === 2 ? value : validOf(field) }));
      upstream.reset({ ...records, contacts: rest });
      const answer = await gateway.ask<Nodes>(`{ contacts(first: 50) { nodes { contactId ${field} } } }`);
      expect(answer.data.contacts?.nodes.map(({ contactId }) => contactId)).toEqual(contacts.map(({ id }) => id));
      expect(lost(answer, field)).toEqual(third);
      expect(answer.errors[0]?.message).toContain(`a contact whose "${name}" is not in a known form`);
    },
  );

  test.each([
    ['companies', { title: {} }, 'company { companyId title }', 'company', 'title'],
    ['companies', { revenue: '1 500,50' }, 'company { companyId revenue }', 'company', 'revenue'],
    ['companies', { revenue: ' ' }, 'company { companyId revenue }', 'company', 'revenue'],
    ['companies', { opened: 'maybe' }, 'company { companyId opened }', 'company', 'opened'],
    ['companies', { createdTime: 'soon' }, 'company { companyId createdTime }', 'company', 'createdTime'],
    ['users', { name: {} }, 'assignedBy { userId name }', 'assignedBy', 'name'],
    ['users', { active: 'maybe' }, 'assignedBy { userId active }', 'assignedBy', 'active'],
    ['statuses', { sort: 'first' }, 'source { statusId sort }', 'source', 'sort'],
    ['statuses', { color: [] }, 'source { statusId color }', 'source', 'color'],
  ] as const)(
    'a malformed member of %s is null with an error at its place: %j',
    async (entity, change, field, relation, member) => {
      const answer = await withThird(entity, { ...((records[entity] ?? [])[2] as Raw), ...change }, field);
      expect(answer.errors.flatMap(placesOf)).toEqual([['contacts', 'nodes', 2, relation, member]]);
      expect(answer.data.contacts?.nodes.every((node) => node[relation] !== null)).toBe(true);
    },
  );
});

function validOf(field: string): unknown {
  if (field.endsWith('Time')) return '2024-07-22T18:00:08+03:00';
  if (/^(opened|export)$/.test(field)) return true;
  return /^(companyId|assignedById|createdById|updatedById|leadId)$/.test(field) ? 1 : 'a';
}

describe('one record with a malformed id among fifty', () => {
  test.each([{ id: 'x' }, { id: null }, {}, 'x', null])('a company: %j', async (odd) => {
    // Enough rows that companies are read by ids.
    const answer = await withThird('companies', new OddRecord(odd), 'company { title } assignedBy { name }');
    expect(lost(answer, 'company')).toEqual(third);
  });

  test.each([{ id: 'x' }, { id: 0 }, {}, 'x', null])('a user: %j', async (odd) => {
    expect(lost(await withThird('users', new OddRecord(odd), 'assignedBy { name }'), 'assignedBy')).toEqual(third);
  });

  test.each([{ entityId: 'SOURCE' }, { entityId: 'SOURCE', statusId: {} }, { statusId: 'S3' }, 'x', null])(
    'one malformed entry of a dictionary affects no other: %j',
    async (odd) => {
      expect(lost(await withThird('statuses', new OddRecord(odd), 'source { name }'), 'source')).toEqual(third);
    },
  );

  test.each([
    { entityTypeId: 3, entityId: 3, id: 'x' },
    { entityTypeId: 3, entityId: 3 },
  ])('a malformed member of a requisite is null with an error at its place: %j', async (odd) => {
    expect(lost(await withThird('requisites', odd, 'requisites { rqName }'), 'requisites')).toEqual(third);
  });

  test('a requisite without an owner may belong to any contact of the same read, and is an error of each', async () => {
    const answer = await withThird(
      'requisites',
      new OddRecord({ entityTypeId: 3, id: 3, entityId: [] }),
      'requisites { rqName }',
    );
    expect(lost(answer, 'requisites').nulls).toHaveLength(50);
    expect(answer.errors).toHaveLength(1);
  });

  test('a contact with a malformed id among those looked up by ids affects no other', async () => {
    upstream.reset({
      ...records,
      contacts: contacts.map((contact, index) => (index === 2 ? new OddRecord({ name: 'x', id: {} }) : contact)),
    });
    const fields = contacts.slice(0, 5).map(({ id }) => `c${id as number}: contact(id: ${id as number}) { contactId }`);
    const { data, errors } = await gateway.ask(`{ ${fields.join(' ')} }`);
    expect(data).toEqual({
      c1: { contactId: 1 },
      c2: { contactId: 2 },
      c3: null,
      c4: { contactId: 4 },
      c5: { contactId: 5 },
    });
    expect(errors.map(({ path }) => path)).toEqual([['c3']]);
  });

  test('a contact with a malformed id is an error of its page: a walk would not have a position', async () => {
    const answer = await withThird('contacts', new OddRecord({ name: 'x' }), 'contactId');
    expect(answer.data).toEqual({ contacts: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]?.message).toContain('a contact whose "id" is not in a known form');
  });
});

describe('one malformed description in the field list', () => {
  const list = '{ contactFields { name type title isCustom isRequired isReadOnly isMultiple options { value } } }';
  const withField = (field: unknown) => {
    upstream.reset({
      ...records,
      fields: { fields: { id: { type: 'integer' }, ufCrm_1: field, ufCrm_2: { type: 'string' } } },
    });
  };

  test.each([
    ['a title that is not a string', { type: 'string', title: {} }, [['title']]],
    ['a type that is not a string', { type: [], title: 'T' }, [['type']]],
    ['a mark that is not a boolean', { type: 'string', isRequired: 'maybe' }, [['isRequired']]],
    ['null', null, [['isMultiple'], ['isReadOnly'], ['isRequired'], ['title'], ['type']]],
  ])('%s in the field list is null with an error at its place', async (_name, field, places) => {
    withField(field);
    const { data, errors } = await gateway.ask<{ contactFields: readonly { readonly name: string }[] }>(list);
    expect(data.contactFields.map(({ name }) => name)).toEqual(['id', 'ufCrm_1', 'ufCrm_2']);
    expect(errors.map(({ path }) => path)).toEqual(places.map(([member]) => ['contactFields', 1, member]));
  });

  test('a malformed description affects no custom field but its own', async () => {
    upstream.reset({
      ...records,
      contacts: [{ id: 1, ufCrm_1: 'a', ufCrm_2: 'b' }],
      fields: { fields: { ufCrm_1: { type: {} }, ufCrm_2: { type: 'string' } } },
    });
    const { data, errors } = await gateway.ask(
      '{ contacts(first: 1) { nodes { customFields { name value { ... on StringValue { string } } } } } }',
    );
    expect(data).toEqual({
      contacts: {
        nodes: [
          {
            customFields: [
              { name: 'ufCrm_1', value: null },
              { name: 'ufCrm_2', value: { string: 'b' } },
            ],
          },
        ],
      },
    });
    expect(errors.map(({ path }) => path)).toEqual([['contacts', 'nodes', 0, 'customFields', 0, 'value']]);
  });
});
