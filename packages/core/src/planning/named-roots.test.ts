import { expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import type { ContactNeeds, PageNeeds } from './requirements.ts';
import { byNames, type Roots } from './named-roots.ts';

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
const named: ContactNeeds = { ...plain, customFields: true, names: ['ufCrm_1'] };
const query = {
  entity: contacts,
  filter: [],
  order: [],
  offset: 0,
  limit: 5,
  fields: new Set<never>(),
  withTotal: false,
};
const page = (contact: ContactNeeds, rows = 5): PageNeeds => ({ query, rows, count: undefined, contact });
const none: Roots = { pages: [], contacts: [], companies: [] };

test('what names custom fields, at any depth, waits for the field list, and knows it then', () => {
  const below = { users: 0, contacts: [page(named)] };
  const roots: Roots = {
    pages: [page(plain), page(named), page({ ...plain, company: below })],
    contacts: [{ ids: [1], contact: named }],
    companies: [{ ids: [1], company: below }],
  };
  const [unnamed, waiting] = byNames(roots);
  expect(unnamed).toEqual({ ...none, pages: [page(plain)] });
  const knowing = page({ ...named, customFields: false });
  expect(waiting).toEqual({
    pages: [knowing, page({ ...plain, company: { users: 0, contacts: [knowing] } })],
    contacts: [{ ids: [1], contact: knowing.contact }],
    companies: [{ ids: [1], company: { users: 0, contacts: [knowing] } }],
  });
});

test('nothing waits where no name is asked for, or of no contacts', () => {
  const roots: Roots = {
    pages: [page({ ...plain, customFields: true }), page(named, 0), { ...page(named), query: undefined }],
    contacts: [{ ids: [], contact: named }],
    companies: [],
  };
  expect(byNames(roots)).toEqual([roots, undefined]);
});
