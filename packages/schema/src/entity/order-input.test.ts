import { contactFieldNames, contacts, isSortable } from '@contacts/core';
import type { GraphQLEnumType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { toOrderKeys } from './order-input.ts';
import { graphqlName } from '../../test/graphql-names.ts';

test('one can sort by exactly the fields that core says the upstream sorts by', () => {
  const type = schema.getType('ContactOrderField') as GraphQLEnumType;
  const offered = type.getValues().map(({ value }) => value as string);
  expect(new Set(offered)).toEqual(new Set(contactFieldNames.filter((field) => isSortable(contacts, field))));
});

test('a sort field has the name that its field has on Contact', () => {
  const type = schema.getType('ContactOrderField') as GraphQLEnumType;
  for (const { name, value } of type.getValues()) {
    const camelCase = name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(camelCase).toBe(graphqlName(contacts, value as string));
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
