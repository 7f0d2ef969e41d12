import { companies, contacts, type Entity, isSortable, users } from '@contacts/core';
import type { GraphQLEnumType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { toOrderKeys } from './order-input.ts';
import { typeName } from './type-name.ts';
import { graphqlName } from '../../test/graphql-names.ts';

const entities: readonly Entity[] = [contacts, companies, users];
const valuesOf = (entity: Entity) => (schema.getType(`${typeName(entity)}OrderField`) as GraphQLEnumType).getValues();

test.each(entities)('one can sort $name by exactly the fields that core says the upstream sorts by', (entity) => {
  const offered = valuesOf(entity).map(({ value }) => value as string);
  expect(new Set(offered)).toEqual(new Set(Object.keys(entity.fields).filter((field) => isSortable(entity, field))));
});

test.each(entities)('a sort field of $name has the name that its field has on the type', (entity) => {
  for (const { name, value } of valuesOf(entity)) {
    const camelCase = name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(camelCase).toBe(graphqlName(entity, value as string));
  }
});

test('a key is of a field or of a custom field, and of one of them', () => {
  expect(toOrderKeys([{ custom: 'ufCrm_1', direction: 'desc' }])).toEqual([
    { field: 'ufCrm_1', direction: 'desc', argument: 'orderBy[0]' },
  ]);
  for (const key of [
    { direction: 'asc' },
    { field: null, direction: 'asc' },
    { field: 'name', custom: 'ufCrm_1', direction: 'asc' },
  ] as const) {
    expect(() => toOrderKeys([{ field: 'id', direction: 'asc' }, key])).toThrow(
      expect.objectContaining({ argument: 'orderBy[1]', allowed: 'exactly one of field and custom' }),
    );
  }
});

test('without orderBy there are no keys, and keys keep their order and direction', () => {
  expect(toOrderKeys(undefined)).toEqual([]);
  expect(toOrderKeys(null)).toEqual([]);
  expect(
    toOrderKeys([
      { field: 'lastName', direction: 'desc' },
      { field: 'id', direction: 'asc' },
    ]),
  ).toEqual([
    { field: 'lastName', direction: 'desc' },
    { field: 'id', direction: 'asc' },
  ]);
});
