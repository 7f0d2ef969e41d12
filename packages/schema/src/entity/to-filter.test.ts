import {
  companies,
  contacts,
  type Entity,
  InvalidArgumentError,
  kindOf,
  operatorsOf,
  specOf,
  users,
} from '@contacts/core';
import { getNamedType, type GraphQLInputObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ListTooLongError } from '../input-limits.ts';
import { schema } from '../schema.ts';
import { toFilter, toFilterArgs } from './to-filter.ts';
import { typeName } from './type-name.ts';
import { graphqlName } from '../../test/graphql-names.ts';

type Input = Parameters<typeof toFilter>[1];

const limits = {
  ids: { max: 1, name: 'IDS' },
  values: { max: 3, name: 'VALUES' },
  customFields: { max: 1, name: 'FIELDS' },
};

const entities: readonly Entity[] = [contacts, companies, users];

/** The input fields of the filter of an entity. */
const inputsOf = (entity: Entity) =>
  (schema.getType(`${typeName(entity)}Filter`) as GraphQLInputObjectType).getFields();

/** The fields of the upstream's list; of the others it is only known that rows can have them (contract §2). */
const listedOf = (entity: Entity) => Object.keys(entity.fields).filter((field) => !specOf(entity, field).unlisted);

test.each(entities)('one can filter $name by exactly the documented fields, by their names on the type', (entity) => {
  const names = listedOf(entity).map((field) => graphqlName(entity, field));
  expect(new Set(Object.keys(inputsOf(entity)))).toEqual(
    new Set([...names, 'or', ...(entity.hasCustomFields ? ['custom'] : [])]),
  );
});

test.each(
  entities.flatMap((entity) => listedOf(entity).map((field) => ({ entity, field, kind: kindOf(entity, field) }))),
)('$field of $entity.name has exactly the operators that core has for a $kind', ({ entity, field }) => {
  const type = getNamedType(inputsOf(entity)[graphqlName(entity, field)]?.type) as GraphQLInputObjectType;
  const more = specOf(entity, field).isPhone ? ['matches'] : [];
  expect(new Set(Object.keys(type.getFields()))).toEqual(new Set([...operatorsOf(entity, field), ...more]));
});

test.each<{ name: string; input: Input; expected: unknown }>([
  { name: 'no filter', input: undefined, expected: [] },
  { name: 'null for a filter', input: null, expected: [] },
  { name: 'an empty filter', input: {}, expected: [] },
  { name: 'null or nothing for a field', input: { name: null, post: {} }, expected: [] },
  {
    name: 'contactId, which is id upstream',
    input: { contactId: { gt: 5 } },
    expected: [{ field: 'id', operator: 'gt', value: 5 }],
  },
  {
    name: 'several operators and fields: all must hold',
    input: { companyId: { gte: 1, lt: 9 }, opened: { eq: false } },
    expected: [
      { field: 'companyId', operator: 'gte', value: 1 },
      { field: 'companyId', operator: 'lt', value: 9 },
      { field: 'opened', operator: 'eq', value: false },
    ],
  },
  {
    name: 'an empty list, which is a wish that nothing meets',
    input: { typeId: { in: [] } },
    expected: [{ field: 'typeId', operator: 'in', value: [] }],
  },
  { name: 'zero', input: { leadId: { eq: 0 } }, expected: [{ field: 'leadId', operator: 'eq', value: 0 }] },
  {
    name: 'isEmpty: false beside a wish, which it does not contradict',
    input: { name: { eq: 'A', isEmpty: false } },
    expected: expect.arrayContaining([
      { field: 'name', operator: 'eq', value: 'A' },
      { field: 'name', operator: 'isEmpty', value: false },
    ]),
  },
  {
    name: 'a phone in any form, which is a list of its forms',
    input: { phone: { matches: '+1 212 555 01 00' } },
    expected: [{ field: 'phone', operator: 'in', value: ['+1 212 555 01 00', '12125550100', '+12125550100'] }],
  },
  {
    name: 'a custom field, as it was asked for',
    input: { custom: [{ field: 'ufCrm_1', number: { gte: 3, lt: 9 } }] },
    expected: [
      { field: 'ufCrm_1', operator: 'gte', value: 3, unresolved: { argument: 'filter.custom[0]', kind: 'number' } },
      { field: 'ufCrm_1', operator: 'lt', value: 9, unresolved: { argument: 'filter.custom[0]', kind: 'number' } },
    ],
  },
  {
    name: 'an amount of money, in the form of the upstream',
    input: { custom: [{ field: 'ufCrm_8', money: { in: [{ amount: 0.5, currency: 'eur' }] } }] },
    expected: [
      {
        field: 'ufCrm_8',
        operator: 'in',
        value: ['0.5|EUR'],
        unresolved: { argument: 'filter.custom[0]', kind: 'money' },
      },
    ],
  },
  {
    name: 'a list as long as a list can be',
    input: { contactId: { in: [1, 2, 3] } },
    expected: [expect.objectContaining({ operator: 'in' })],
  },
])('conditions of $name', ({ input, expected }) => {
  expect(toFilter(contacts, input, limits)).toEqual(expected);
});

describe('refused, naming the path of the input', () => {
  test.each<{ input: Input; argument: string }>([
    { input: { name: { eq: null } }, argument: 'filter.name.eq' },
    { input: { companyId: { in: null } }, argument: 'filter.companyId.in' },
    { input: { name: { contains: '' } }, argument: 'filter.name.contains' },
    { input: { typeId: { in: ['CLIENT', ''] } }, argument: 'filter.typeId.in' },
    { input: { name: { eq: 'A', in: ['A'] } }, argument: 'filter.name' },
    { input: { name: { in: ['A'], isEmpty: true } }, argument: 'filter.name' },
    { input: { phone: { matches: 'Ivan' } }, argument: 'filter.phone.matches' },
    { input: { phone: { matches: null } }, argument: 'filter.phone.matches' },
    { input: { phone: { matches: '74955553546', isEmpty: true } }, argument: 'filter.phone' },
    { input: { custom: [{ field: 'ufCrm_1' }] }, argument: 'filter.custom[0]' },
    {
      input: { custom: [{ field: 'ufCrm_1', number: { eq: 1 }, string: { eq: 'a' } }] },
      argument: 'filter.custom[0]',
    },
    { input: { custom: [{ field: 'ufCrm_1', string: { eq: '' } }] }, argument: 'filter.custom[0].string.eq' },
    {
      input: { custom: [{ field: 'ufCrm_1', string: { eq: 'a', isEmpty: true } }] },
      argument: 'filter.custom[0].string',
    },
    {
      input: { custom: [{ field: 'ufCrm_8', money: { eq: { amount: 1, currency: 'rubles' } } }] },
      argument: 'filter.custom[0].money.eq.currency',
    },
  ])('$argument', ({ input, argument }) => {
    expect(() => toFilter(contacts, input, limits)).toThrow(
      expect.objectContaining({ argument, allowed: expect.any(String), constructor: InvalidArgumentError }),
    );
  });
});

test('a list above its limit is rejected with the name of the limit', () => {
  expect(() => toFilter(contacts, { contactId: { notIn: [1, 2, 3, 4] } }, limits)).toThrow(
    expect.objectContaining({
      argument: 'filter.contactId.notIn',
      value: 'a list of 4',
      allowed: 'a list of at most 3 values',
      limit: 'VALUES',
      constructor: ListTooLongError,
    }),
  );
});

describe('or', () => {
  const one = { companyId: { eq: 1 } };

  test('an or is read beside the outer conditions, each of its filters on its own', () => {
    expect(
      toFilterArgs(contacts, { name: { eq: 'A' }, or: [one, { leadId: { eq: 2 }, post: { eq: 'B' } }] }, limits),
    ).toEqual({
      filter: [{ field: 'name', operator: 'eq', value: 'A' }],
      anyOf: [
        {
          argument: 'filter.or',
          filters: [
            [{ field: 'companyId', operator: 'eq', value: 1 }],
            [
              { field: 'leadId', operator: 'eq', value: 2 },
              { field: 'post', operator: 'eq', value: 'B' },
            ],
          ],
        },
      ],
    });
  });

  test.each<[string, Input, string]>([
    ['no filters', { or: [] }, 'filter.or'],
    ['more than four filters', { or: [one, one, one, one, one] }, 'filter.or'],
    ['a filter without a condition', { or: [one, { name: null }] }, 'filter.or[1]'],
    ['an or in an or', { or: [{ or: [one] }] }, 'filter.or[0].or'],
    ['a condition that cannot be', { or: [one, { name: { eq: null } }] }, 'filter.or[1].name.eq'],
  ])('an or of %s is rejected', (_, input, argument) => {
    expect(() => toFilterArgs(contacts, input, limits)).toThrow(
      expect.objectContaining({ argument, allowed: expect.any(String), constructor: InvalidArgumentError }),
    );
  });

  test('an or is one filter if it has values of one field, or nothing at all', () => {
    const two = { companyId: { eq: 2 } };
    expect(toFilter(contacts, { or: [one, two] }, limits)).toEqual([
      { field: 'companyId', operator: 'in', value: [1, 2] },
    ]);
    expect(toFilter(contacts, { ...one, or: [two] }, limits)).toEqual([{ field: 'id', operator: 'in', value: [] }]);
    expect(() => toFilter(contacts, { or: [one, { name: { eq: 'A' } }] }, limits)).toThrow(
      expect.objectContaining({ argument: 'filter.or' }),
    );
  });
});
