import { expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import type { CompanyNeeds, ContactNeeds, OperationNeeds, PageNeeds } from './requirements.ts';
import { planOperation } from './plan-operation.ts';

const plain: ContactNeeds = {
  company: null,
  users: 0,
  dictionaries: [],
  requisites: false,
  cardUrl: false,
  customFields: false,
  names: [],
  multifields: null,
};
const company: CompanyNeeds = { users: 0, contacts: [] };
const nothing: OperationNeeds = {
  pages: [],
  contacts: [],
  companies: [],
  users: [],
  counts: [],
  groups: [],
  contactFields: false,
};

function page(rows: number, contact: Partial<ContactNeeds> = {}, offset = 0): PageNeeds {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  const query = {
    entity: contacts,
    filter: [],
    order,
    offset,
    limit: rows,
    fields: new Set<never>(),
    withTotal: false,
  };
  return { query, rows, count: undefined, contact: { ...plain, ...contact } };
}

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const aCount: PageNeeds = { query: undefined, rows: 0, count: [], contact: plain };

test.each<[string, Partial<OperationNeeds>, readonly number[], number]>([
  ['nothing', {}, [], 0],
  ['a page', { pages: [page(50)] }, [1], 1],
  ['a page of 120 rows', { pages: [page(120)] }, [1], 3],
  ['one window twice', { pages: [page(50), page(10)] }, [1], 1],
  ['a page with companies that come along', { pages: [page(50, { company })] }, [1], 1],
  ['a page with more companies than come along', { pages: [page(201, { company })] }, [1, 1], 5 + 5],
  ['companies that cannot come along in a batch', { pages: [page(50, { company })], contactFields: true }, [1, 1], 3],
  ['companies and users', { pages: [page(50, { company, users: 1 })] }, [1, 1], 3],
  ['users of companies', { pages: [page(50, { company: { ...company, users: 1 } })] }, [1, 1], 2],
  ['dictionaries, read with the page', { pages: [page(50, { users: 1, dictionaries: ['SOURCE'] })] }, [1, 1], 3],
  ['dictionaries behind an offset', { pages: [page(50, { users: 1, dictionaries: ['SOURCE'] }, 50)] }, [1, 1], 3],
  ['requisites', { pages: [page(50, { requisites: true })] }, [1, 1], 1 + 3],
  ['phones that the rows have', { pages: [page(120, { multifields: 'rows' })] }, [1], 3],
  ['phones that each contact is got for', { pages: [page(120, { multifields: 'get' })] }, [1, 3], 3 + 3],
  ['phones that may come with the rows', { pages: [page(120, { multifields: 'unknown' })] }, [1, 3], 3 + 3],
  [
    'phones, companies and users, which share a batch',
    { pages: [page(30, { multifields: 'get', company, users: 1 })] },
    [1, 1],
    1 + 1 + 1 + 1,
  ],
  ['companies wait for the batch of phones', { pages: [page(30, { multifields: 'get', company })] }, [1, 1], 3],
  ['companies and phones that come along', { pages: [page(30, { multifields: 'rows', company })] }, [1], 1],
  ['phones of contacts by id', { contacts: [{ ids: ids(3), contact: { ...plain, multifields: 'get' } }] }, [1], 2],
  [
    'phones of contacts by id, with companies that come along',
    {
      contacts: [{ ids: ids(3), contact: { ...plain, multifields: 'get', company: { ...company, users: 1 } } }],
    },
    [1, 1],
    1 + 1 + 1,
  ],
  ['the portal', { pages: [page(50, { cardUrl: true })] }, [1, 1], 2],
  ['a hundred ids', { contacts: [{ ids: ids(100), contact: plain }] }, [1], 2],
  ['one id thrice', { contacts: [1, 1, 1].map((id) => ({ ids: [id], contact: plain })) }, [1], 1],
  ['no rows but their number', { pages: [aCount] }, [1], 1],
  ['two counts of one filter', { counts: [[], []] }, [1], 1],
  ['a count that groups tell', { counts: [[]], groups: [{ filter: [], groupBy: 'typeId' }] }, [1], 100],
  ['groups of as many contacts as are known', { groups: [{ filter: [], groupBy: 'typeId', records: 1167 }] }, [1], 24],
  [
    'groups of more contacts than are grouped, each value counted',
    { groups: [{ filter: [], groupBy: 'typeId', records: 5001 }] },
    [1, 1],
    1 + 50,
  ],
  [
    'the same by user, and by source',
    {
      groups: (['assignedById', 'sourceId'] as const).map((groupBy) => ({ filter: [], groupBy, records: 12_000 })),
    },
    [1, 3],
    2 + 150,
  ],
  [
    'two groups, which travel alone',
    { groups: (['typeId', 'sourceId'] as const).map((groupBy) => ({ filter: [], groupBy })) },
    [2],
    200,
  ],
  [
    'the contacts of 60 companies, and of their companies',
    { companies: [{ ids: ids(60), company: { users: 0, contacts: [page(100, { company })] } }] },
    // 60 lists of 100; then 6,000 companies by 50.
    [1, 2, 3],
    2 + 120 + 120,
  ],
])('%s', (_name, needs, requests, innerPages) => {
  const plan = planOperation({ ...nothing, ...needs });
  expect(plan.waves.map((wave) => wave.requests)).toEqual(requests);
  expect(plan).toMatchObject({ innerPages, requests: requests.reduce((sum, one) => sum + one, 0) });
});
