import * as fc from 'fast-check';
import { companies } from '../src/entities/company.ts';
import { contacts } from '../src/entities/contact.ts';
import type { Entity } from '../src/entities/entity.ts';
import { users } from '../src/entities/user.ts';
import type { Filter } from '../src/query/filter.ts';
import { completeOrder, type Order, type OrderKey } from '../src/query/order.ts';
import { lowerCase, lowerCaseWithoutYo, type Raw, type RowsUpstreamOptions } from './rows-upstream.ts';
import { conditionsOn, type DrawnFields, valuesOf } from './walk-values.ts';

/** A change of the data while a walk is under way. `pick` chooses among the rows there are. */
export type Change =
  | { readonly kind: 'delete' | 'deleteDelivered'; readonly pick: number }
  | { readonly kind: 'create'; readonly values: Omit<Raw, 'id'> }
  /** A new row with the sort values of another. */
  | { readonly kind: 'tie'; readonly pick: number; readonly upperCase: boolean }
  /** A row with an id of the past appears: its rights were changed. */
  | { readonly kind: 'reveal'; readonly pick: number; readonly values: Omit<Raw, 'id'> };

export interface Question {
  readonly entity: Entity;
  readonly filter: Filter;
  readonly order: Order;
  /** A field to select. */
  readonly field: string;
  readonly upstream: Omit<RowsUpstreamOptions, 'rows'> & { readonly empties: 'low' | 'high' };
}

/** The cases of walks over one entity. */
export interface WalkCases {
  /** Dense ids with few gaps, in an order that has nothing to do with any other value. */
  readonly rows: (maxLength: number) => fc.Arbitrary<readonly Raw[]>;
  /** Changes before each upstream call; nothing more once they are used up, so that every walk ends. */
  readonly churn: fc.Arbitrary<readonly (readonly Change[])[]>;
  readonly filters: fc.Arbitrary<Filter>;
  /** Filters and orders, and the upstream that is asked. */
  readonly questions: fc.Arbitrary<Question>;
  /** Filters of which one must hold. */
  readonly alternatives: fc.Arbitrary<readonly Filter[]>;
}

const pick = fc.nat({ max: 10_000 });

/** The cases of walks by some of the fields of an entity. */
function walkCases(entity: Entity, drawn: DrawnFields): WalkCases {
  const values = valuesOf(drawn);
  return {
    rows: (maxLength) =>
      fc
        .uniqueArray(fc.integer({ min: 1, max: Math.ceil(maxLength * 1.2) }), { maxLength, size: 'max' })
        .chain((ids) => fc.tuple(...ids.map((id) => values.map((others) => ({ id, ...others }))))),
    churn: fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(changeTo(values), { maxLength: 4 }) },
      ),
      { maxLength: 40, size: 'max' },
    ),
    filters: filtersOf(drawn),
    questions: questionsOf(entity, drawn),
    alternatives: fc.array(
      fc.uniqueArray(conditionsOn(drawn), {
        minLength: 1,
        maxLength: 2,
        selector: (one) => `${one.field} ${one.operator === 'in' ? 'eq' : one.operator}`,
      }),
      { minLength: 2, maxLength: 4 },
    ),
  };
}

function changeTo(values: fc.Arbitrary<Omit<Raw, 'id'>>): fc.Arbitrary<Change> {
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('delete' as const, 'deleteDelivered' as const), pick }),
    fc.record({ kind: fc.constant('create' as const), values }),
    fc.record({ kind: fc.constant('tie' as const), pick, upperCase: fc.boolean() }),
    fc.record({ kind: fc.constant('reveal' as const), pick, values }),
  );
}

function questionsOf(entity: Entity, drawn: DrawnFields): fc.Arbitrary<Question> {
  return fc
    .record({
      filter: filtersOf(drawn),
      keys: orderKeysOf(drawn),
      idDirection: fc.constantFrom('asc' as const, 'desc' as const),
      upstream: upstreams,
    })
    .map(({ filter, keys, idDirection, upstream: { blanks, rules, collate } }) => {
      const named = keys.some(({ field }) => field === 'id');
      // `id` is implicitly ascending; named as a third or earlier key it goes either way.
      const asked = named || keys.length === 3 ? keys : [...keys, { field: 'id', direction: idDirection }];
      const order = completeOrder(entity, asked, filter);
      return {
        entity,
        filter,
        order,
        field: drawn.links[0] ?? 'email',
        upstream: { entity, ...blanks, ...rules, collate },
      };
    });
}

function filtersOf(drawn: DrawnFields): fc.Arbitrary<Filter> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 3,
      // The schema accepts one equality for a field, with one value or a list.
      arbitrary: fc.uniqueArray(conditionsOn(drawn), {
        maxLength: 3,
        selector: (one) => `${one.field} ${one.operator === 'in' ? 'eq' : one.operator}`,
      }),
    },
  );
}

function orderKeysOf({
  texts,
  links,
  codes,
  times,
  numbers = [],
  flags = [],
  days = [],
}: DrawnFields): fc.Arbitrary<OrderKey[]> {
  return fc.uniqueArray(
    fc.record({
      field: fc.constantFrom(...texts, ...links, ...codes, ...times, ...numbers, ...flags, ...days, 'id'),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    }),
    { maxLength: 3, selector: ({ field }) => field },
  );
}

const upstreams = fc.record({
  blanks: fc.constantFrom(
    { empties: 'low', twoEmpties: false, comparesNull: false } as const,
    { empties: 'low', twoEmpties: true, comparesNull: false } as const,
    { empties: 'low', twoEmpties: false, comparesNull: true } as const,
    // In a database that sorts its NULLs last, they are in no range, and an empty text would be at the other end.
    { empties: 'high', twoEmpties: false, comparesNull: false } as const,
  ),
  rules: fc.record({
    likeEquality: fc.boolean(),
    inFindsNull: fc.boolean(),
    unequalNumbersFindNull: fc.boolean(),
    longListsById: fc.boolean(),
  }),
  collate: fc.constantFrom(lowerCase, lowerCaseWithoutYo),
});

export const casesOfContacts = walkCases(contacts, {
  texts: ['lastName', 'name'],
  links: ['companyId'],
  codes: ['typeId'],
  times: ['createdTime'],
});
/** Contacts with custom fields, one of each kind that orders and filters treat in a way of its own. */
const custom = { custom: true, text: 'A custom field.' } as const;
export const contactsWithCustomFields: Entity = {
  ...contacts,
  fields: {
    ...contacts.fields,
    ufCrm_1: { kind: 'text', ...custom },
    ufCrm_2: { kind: 'number', ...custom },
    ufCrm_3: { kind: 'flag', ...custom },
    ufCrm_4: { kind: 'date', ...custom },
    ufCrm_5: { kind: 'link', ...custom },
    ufCrm_6: { kind: 'code', ...custom },
    ufCrm_7: { kind: 'number', ...custom },
  },
};
export const casesOfCustomFields = walkCases(contactsWithCustomFields, {
  texts: ['ufCrm_1'],
  links: ['ufCrm_5'],
  codes: ['ufCrm_6'],
  times: ['createdTime'],
  numbers: ['ufCrm_2', 'ufCrm_7'],
  flags: ['ufCrm_3'],
  days: ['ufCrm_4'],
});
export const { rows, churn, filters, questions } = casesOfContacts;

/** The cases of the other entities that have pages. */
export const casesOfOthers = [
  {
    entity: companies.name,
    cases: walkCases(companies, {
      texts: ['title'],
      links: ['assignedById', 'leadId'],
      codes: ['companyType'],
      times: ['updatedTime'],
    }),
  },
  {
    entity: users.name,
    cases: walkCases(users, { texts: ['lastName', 'name', 'email'], links: [], codes: [], times: [] }),
  },
] as const;
