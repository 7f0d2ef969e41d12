import { describe, expect, test } from 'vitest';
import { companies } from '../entities/company.ts';
import { contacts } from '../entities/contact.ts';
import { type Entity, specOf } from '../entities/entity.ts';
import { users } from '../entities/user.ts';
import { InvalidArgumentError } from '../errors.ts';
import { completeOrder, isSortable, type OrderKey, reverseOrder } from './order.ts';

const asc = (field: OrderKey['field']): OrderKey => ({ field, direction: 'asc' });
const desc = (field: OrderKey['field']): OrderKey => ({ field, direction: 'desc' });

test('fields are sortable if the upstream orders them in a known way', () => {
  const entities: readonly Entity[] = [contacts, companies, users];
  const unsortable = entities.flatMap((entity) =>
    Object.keys(entity.fields).flatMap((field) => {
      const { kind, unlisted = false } = specOf(entity, field);
      return isSortable(entity, field) || unlisted ? [] : [kind];
    }),
  );
  expect(new Set(unsortable)).toEqual(new Set(['multifield', 'longText', 'boolean']));
  const named = ['phone', 'email', 'comments', 'sourceDescription', 'opened', 'export'];
  expect(named.filter((field) => isSortable(contacts, field))).toEqual([]);
  expect(isSortable(contacts, 'lastName')).toBe(true);
});

describe('a complete order', () => {
  test.each<[string, readonly OrderKey[], readonly OrderKey[]]>([
    ['without keys is by id', [], [asc('id')]],
    ['ends with id', [desc('lastName')], [desc('lastName'), asc('id')]],
    ['keeps the direction of id', [asc('lastName'), desc('id')], [asc('lastName'), desc('id')]],
    ['drops what is behind id', [asc('lastName'), desc('id'), asc('name')], [asc('lastName'), desc('id')]],
    [
      'takes three keys',
      [asc('lastName'), desc('name'), asc('createdTime')],
      [asc('lastName'), desc('name'), asc('createdTime'), asc('id')],
    ],
  ])('%s', (_, keys, expected) => {
    expect(completeOrder(contacts, keys, [])).toEqual(expected);
  });

  test('a complete order drops a key of which the filter leaves one value', () => {
    expect(
      completeOrder(contacts, [asc('companyId'), asc('name')], [{ field: 'companyId', operator: 'eq', value: 15 }]),
    ).toEqual([asc('name'), asc('id')]);
    expect(completeOrder(contacts, [desc('typeId')], [{ field: 'typeId', operator: 'isEmpty', value: true }])).toEqual([
      asc('id'),
    ]);
  });

  test('a complete order keeps id even if the filter leaves one', () => {
    expect(completeOrder(contacts, [desc('id')], [{ field: 'id', operator: 'eq', value: 1 }])).toEqual([desc('id')]);
  });

  test.each<[string, readonly OrderKey[], string]>([
    ['four keys', [asc('name'), asc('lastName'), asc('typeId'), asc('id')], 'at most 3 fields'],
    ['a field twice', [asc('name'), desc('name')], 'each field once'],
    ['a multifield', [asc('phone')], 'a field that the upstream sorts by'],
  ])('a complete order rejects %s', (_, keys, allowed) => {
    expect(() => completeOrder(contacts, keys, [])).toThrow(InvalidArgumentError);
    expect(() => completeOrder(contacts, keys, [])).toThrow(allowed);
  });
});

test('an order that is reversed twice is unchanged', () => {
  const order = completeOrder(contacts, [asc('name'), desc('typeId')], []);
  expect(reverseOrder(order)).toEqual([desc('name'), asc('typeId'), desc('id')]);
  expect(reverseOrder(reverseOrder(order))).toEqual(order);
});
