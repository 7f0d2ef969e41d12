import { describe, expect, test } from 'vitest';
import { companies } from '../entities/company.ts';
import { contacts } from '../entities/contact.ts';
import { matchesNothing } from '../query/filter.ts';
import type { MultifieldSource } from '../entities/multifield.ts';
import { users } from '../entities/user.ts';
import { planOperation } from './plan-operation.ts';
import {
  noRequirements,
  type OperationRequirements,
  type PageRequirements,
  type RelationRequirements,
  type Requirements,
} from './requirements.ts';

const nothing: OperationRequirements = {
  pages: [],
  records: [],
  counts: [],
  groups: [],
  customGroups: [],
  references: [],
  dictionaries: [],
};
const wants = { hasNextPage: false, hasPreviousPage: false, total: false };
const id = [{ field: 'id', direction: 'asc' }] as const;

/** The requirements of a company, as a relation of contacts. */
const company = (each: Partial<Requirements> = {}): RelationRequirements => ({
  entity: companies,
  by: 'companyId',
  each: { ...noRequirements, ...each },
});
const user = (by: string): RelationRequirements => ({ entity: users, by, each: noRequirements });
const multifields: Partial<Requirements> = { parts: ['multifields'] };

function page(rows: number, each: Partial<Requirements> = {}, offset = 0): PageRequirements {
  const after = offset > 0 ? `behind ${offset}` : undefined;
  return {
    args: { entity: contacts, filter: [], orderBy: [], first: rows, after, wants },
    each: { ...noRequirements, ...each },
  };
}

const contactsOf = (ids: readonly number[], each: Partial<Requirements> = {}) =>
  ({ entity: contacts, ids, each: { ...noRequirements, ...each } }) as const;
const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const aCount: PageRequirements = {
  args: { entity: contacts, filter: [], orderBy: [], wants: { ...wants, total: true } },
  each: noRequirements,
};

/** Knowledge about the caller in a test. */
interface Known {
  readonly source?: MultifieldSource;
  readonly records?: number;
}

function plan(requirements: Partial<OperationRequirements>, { source = 'unknown', records }: Known = {}) {
  return planOperation(
    { ...nothing, ...requirements },
    {
      costOf: ({ filter, first: limit = 0, after }, fields) => {
        const rest = { union: undefined, rounds: 1 };
        if (matchesNothing(contacts, filter) || limit === 0) {
          return { ...rest, queries: [], counts: limit === 0 ? [filter] : [], rows: 0 };
        }
        const offset = Number(after?.slice('behind '.length) ?? 0);
        return {
          ...rest,
          queries: [{ entity: contacts, filter, order: id, offset, limit, fields, withTotal: false }],
          counts: [],
          rows: limit,
        };
      },
      multifieldSource: () => source,
      groupedRecords: () => records,
    },
  );
}

test.each<[string, Partial<OperationRequirements>, readonly number[], number, Known?]>([
  ['nothing', {}, [], 0],
  ['a page', { pages: [page(50)] }, [1], 1],
  ['a page of 120 rows', { pages: [page(120)] }, [1], 3],
  ['one window twice', { pages: [page(50), page(10)] }, [1], 1],
  ['a page with companies that come along', { pages: [page(50, { relations: [company()] })] }, [1], 1],
  ['a page with more companies than come along', { pages: [page(201, { relations: [company()] })] }, [1, 1], 5 + 5],
  [
    'companies that cannot come along in a batch',
    { pages: [page(50, { relations: [company()] })], references: ['fields'] },
    [1, 1],
    3,
  ],
  ['companies and users', { pages: [page(50, { relations: [company(), user('assignedById')] })] }, [1, 1], 3],
  [
    'users of companies',
    { pages: [page(50, { relations: [company({ relations: [user('assignedById')] })] })] },
    [1, 1],
    2,
  ],
  [
    'dictionaries, read with the page',
    { pages: [page(50, { relations: [user('assignedById')], dictionaries: ['SOURCE'] })] },
    [1, 1],
    3,
  ],
  [
    'dictionaries behind an offset',
    { pages: [page(50, { relations: [user('assignedById')], dictionaries: ['SOURCE'] }, 50)] },
    [1, 1],
    3,
  ],
  ['requisites', { pages: [page(50, { parts: ['requisites'] })] }, [1, 1], 1 + 3],
  ['phones that the rows have', { pages: [page(120, multifields)] }, [1], 3, { source: 'rows' }],
  ['phones that each contact is got for', { pages: [page(120, multifields)] }, [1, 3], 3 + 3, { source: 'get' }],
  ['phones that may come with the rows', { pages: [page(120, multifields)] }, [1, 3], 3 + 3, { source: 'unknown' }],
  [
    'phones, companies and users, which share a batch',
    { pages: [page(30, { parts: ['multifields'], relations: [company(), user('assignedById')] })] },
    [1, 1],
    1 + 1 + 1 + 1,
    { source: 'get' },
  ],
  [
    'companies wait for the batch of phones',
    { pages: [page(30, { ...multifields, relations: [company()] })] },
    [1, 1],
    3,
    { source: 'get' },
  ],
  [
    'companies and phones that come along',
    { pages: [page(30, { ...multifields, relations: [company()] })] },
    [1],
    1,
    { source: 'rows' },
  ],
  ['phones of contacts by id', { records: [contactsOf(ids(3), multifields)] }, [1], 2, { source: 'get' }],
  [
    'phones of contacts by id, with companies that come along',
    {
      records: [contactsOf(ids(3), { ...multifields, relations: [company({ relations: [user('assignedById')] })] })],
    },
    [1, 1],
    1 + 1 + 1,
    { source: 'get' },
  ],
  ['the portal', { pages: [page(50, { references: ['me'] })] }, [1, 1], 2],
  ['a hundred ids', { records: [contactsOf(ids(100))] }, [1], 2],
  ['one id thrice', { records: [1, 1, 1].map((one) => contactsOf([one])) }, [1], 1],
  ['no rows but their number', { pages: [aCount] }, [1], 1],
  ['two counts of one filter', { counts: [[], []] }, [1], 1],
  ['a count that groups tell', { counts: [[]], groups: [{ filter: [], groupBy: 'typeId', named: false }] }, [1], 100],
  [
    'groups of as many contacts as are known',
    { groups: [{ filter: [], groupBy: 'typeId', named: false }] },
    [1],
    24,
    { records: 1167 },
  ],
  [
    'groups of more contacts than are grouped, each value counted',
    { groups: [{ filter: [], groupBy: 'typeId', named: false }] },
    [1, 1],
    1 + 50,
    { records: 5001 },
  ],
  [
    'the same by user, and by source',
    {
      groups: (['assignedById', 'sourceId'] as const).map((groupBy) => ({ filter: [], groupBy, named: false })),
    },
    [1, 3],
    2 + 150,
    { records: 12_000 },
  ],
  [
    'two groups, which travel alone',
    { groups: (['typeId', 'sourceId'] as const).map((groupBy) => ({ filter: [], groupBy, named: false })) },
    [2],
    200,
  ],
  [
    'the contacts of 60 companies, whose company is known',
    {
      records: [
        {
          entity: companies,
          ids: ids(60),
          each: { ...noRequirements, connections: [page(100, { relations: [company()] })] },
        },
      ],
    },
    // 60 lists of 100.
    [1, 2],
    2 + 120,
  ],
  [
    'the users of the contacts of 60 companies, as many as a portal has',
    {
      records: [
        {
          entity: companies,
          ids: ids(60),
          each: { ...noRequirements, connections: [page(100, { relations: [user('createdBy')] })] },
        },
      ],
    },
    [1, 2, 1],
    2 + 120 + 10,
  ],
  [
    'the requisites of the contacts of 60 companies, 20 to a call',
    {
      records: [
        {
          entity: companies,
          ids: ids(60),
          each: { ...noRequirements, connections: [page(100, { parts: ['requisites'] })] },
        },
      ],
    },
    [1, 2, 6],
    2 + 120 + 300,
  ],
])('%s', (_name, requirements, requests, innerPages, known) => {
  const { cost } = plan(requirements, known);
  expect(cost.waves.map((wave) => wave.requests)).toEqual(requests);
  expect(cost).toMatchObject({ innerPages, requests: requests.reduce((sum, one) => sum + one, 0) });
});

describe('pages that begin at one row', () => {
  const title = company({ fields: new Set(['title']) });
  const pages = [page(5, { relations: [user('createdBy')] }), page(50, { relations: [user('assignedById'), title] })];

  test('pages that begin at one row are one read, and their relations are read once', () => {
    const { waves } = plan({ pages });
    expect(waves[0]?.flat().map(({ call }) => call)).toMatchObject([
      { kind: 'list', limit: 50, includeCompany: false },
    ]);
    const ofUsers = waves[1]?.flat().find(({ call }) => call.kind === 'list' && call.entity === 'users');
    expect(ofUsers?.times).toBe(2);
  });

  test('pages that begin at one row include companies if that saves a wave for one of them', () => {
    const owner = company({ relations: [user('assignedById')] });
    const both = [page(5, { relations: [owner] }), page(5, { dictionaries: ['SOURCE'] })];
    expect(plan({ pages: both }).cost.waves.map(({ requests }) => requests)).toEqual([1, 1]);
  });
});

test('custom fields that are named at any depth wait for the field list', () => {
  const named: Partial<Requirements> = { names: ['ufCrm_1'], references: ['fields'] };
  const below = company({ connections: [page(5, named)] });
  const endpoints = (requirements: Partial<OperationRequirements>) =>
    plan(requirements).cost.waves.map(({ calls }) => calls.map(({ endpoint }) => endpoint));
  expect(endpoints({ pages: [page(5), page(7, named)] })).toEqual([
    ['/v1/contacts', '/v1/contacts/fields'],
    ['/v1/contacts'],
  ]);
  expect(endpoints({ pages: [page(5, { relations: [below] })] })).toEqual([
    ['/v1/contacts/fields'],
    ['/v1/contacts'],
    ['/v1/contacts'],
  ]);
  expect(endpoints({ records: [contactsOf([1], named)] })).toEqual([['/v1/contacts/fields'], ['/v1/contacts (by id)']]);
  // Of no contacts, there is nothing to name.
  expect(endpoints({ pages: [page(0, named)] })).toEqual([['/v1/contacts/aggregate']]);
  expect(endpoints({ records: [contactsOf([], named)] })).toEqual([]);
});

test('a plan reports whether it depends on knowledge about the caller', () => {
  expect(plan({ pages: [page(5)] }).isGeneral).toBe(true);
  expect(plan({ pages: [page(5, multifields)] }).isGeneral).toBe(false);
  expect(plan({ groups: [{ filter: [], groupBy: 'typeId', named: false }] }).isGeneral).toBe(false);
});
