import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { ScannedRow } from '../entities/scanned-row.ts';
import type { Condition } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import { type OrderKey } from '../query/order.ts';
import { checkedAnswer } from './check-page.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: number };

const asc = (field: OrderKey['field']): OrderKey => ({ field, direction: 'asc' });
const byName = [asc('lastName'), asc('id')];
const byTime = [asc('createdTime'), asc('id')];
const at = (second: number) => `2024-07-22T18:00:0${second}+03:00`;
const is = (field: Condition['field'], operator: Condition['operator'], value: Condition['value']): Condition[] => [
  { field, operator, value },
];

function check(filter: readonly Condition[], order: readonly OrderKey[], rows: readonly Row[]) {
  const query: ListQuery = {
    entity: contacts,
    filter,
    order,
    offset: 0,
    limit: 100,
    fields: new Set(),
    withTotal: false,
  };
  return checkedAnswer(query, { rows: rows.map((raw) => ({ id: raw.id, raw })), hasMore: false }, 'low');
}

describe('an answer is refused that has', () => {
  test.each<[string, readonly Condition[], readonly OrderKey[], readonly Row[], string]>([
    ['a number outside a bound', is('id', 'gt', 5), [asc('id')], [{ id: 5 }], '"gt" on "id" excludes'],
    [
      'another number than asked for',
      is('companyId', 'eq', 5),
      [asc('id')],
      [{ id: 1, companyId: 6 }],
      '"eq" on "companyId"',
    ],
    [
      'a time outside a bound',
      is('createdTime', 'gt', at(5)),
      byTime,
      [{ id: 1, createdTime: at(5) }],
      '"gt" on "createdTime"',
    ],
    [
      'no value where one is asked for',
      is('lastName', 'eq', 'a'),
      [asc('id')],
      [{ id: 1, lastName: '' }],
      '"eq" on "lastName"',
    ],
    [
      'a value where none is',
      is('lastName', 'isEmpty', true),
      [asc('id')],
      [{ id: 1, lastName: 'a' }],
      '"isEmpty" on "lastName"',
    ],
    [
      'the excluded text',
      is('lastName', 'ne', 'Ivanov'),
      [asc('id')],
      [{ id: 1, lastName: 'Ivanov' }],
      '"ne" on "lastName"',
    ],
    [
      'the text that a bound is past',
      is('lastName', 'gt', 'a'),
      byName,
      [{ id: 1, lastName: 'a' }],
      '"gt" on "lastName"',
    ],
    [
      'another text than that between two bounds',
      [...is('lastName', 'gte', 'Ivanov'), ...is('lastName', 'lte', 'Ivanov')],
      [asc('id')],
      [{ id: 1, lastName: 'Ivanova' }],
      '"eq" on "lastName"',
    ],
    [
      'a contact twice',
      [],
      byName,
      [
        { id: 1, lastName: 'a' },
        { id: 1, lastName: 'a' },
      ],
      'has a contact twice',
    ],
    ['falling ids', [], [asc('id')], [{ id: 2 }, { id: 1 }], 'by "id"'],
    [
      'falling ids among ties',
      [],
      byName,
      [
        { id: 2, lastName: 'a' },
        { id: 1, lastName: 'a' },
      ],
      'by "id" among equal values',
    ],
    [
      'falling times',
      [],
      byTime,
      [
        { id: 1, createdTime: at(2) },
        { id: 2, createdTime: at(1) },
      ],
      'by "createdTime"',
    ],
    [
      'falling first letters',
      [],
      byName,
      [
        { id: 1, lastName: 'Petrov' },
        { id: 2, lastName: 'Ivanov' },
      ],
      'by "lastName"',
    ],
    [
      'blanks at the wrong end',
      [],
      byName,
      [
        { id: 1, lastName: 'a' },
        { id: 2, lastName: null },
      ],
      'by "lastName"',
    ],
    [
      'no time, which every contact has',
      [],
      byTime,
      [
        { id: 1, createdTime: null },
        { id: 2, createdTime: null },
      ],
      'without "createdTime"',
    ],
  ])('%s', (_, filter, order, rows, message) => {
    expect(() => check(filter, order, rows)).toThrow(
      expect.objectContaining({ code: 'bad_response', message: expect.stringContaining(message) }),
    );
  });

  test('an answer with one contact again and again is rejected', () => {
    const rows = Array.from({ length: 500 }, () => ({ id: 1 }));
    expect(() => check([], [asc('id')], rows)).toThrow('has a contact twice');
  });

  test('the error of a rejected answer names no values', () => {
    const wrong = () => check(is('lastName', 'ne', 'Secretov'), [asc('id')], [{ id: 1, lastName: 'Secretov' }]);
    expect(wrong).toThrow(/^(?!.*Secretov)/);
  });
});

describe('an answer is taken of which only the upstream can tell', () => {
  test.each<[string, readonly Condition[], readonly OrderKey[], readonly Row[]]>([
    [
      'texts that differ in accents',
      [],
      byName,
      [
        { id: 2, lastName: 'Соловьёв' },
        { id: 1, lastName: 'Соловьев' },
      ],
    ],
    [
      'texts behind the same first letter',
      [],
      byName,
      [
        { id: 1, lastName: 'Pz' },
        { id: 2, lastName: 'Pa' },
      ],
    ],
    [
      'texts in two alphabets',
      [],
      byName,
      [
        { id: 1, lastName: 'Иванов' },
        { id: 2, lastName: 'Petrov' },
      ],
    ],
    [
      'blanks by their forms',
      [],
      byName,
      [
        { id: 9, lastName: null },
        { id: 1, lastName: '' },
      ],
    ],
    ['a text that may be equal', is('lastName', 'eq', 'Ivanov'), [asc('id')], [{ id: 1, lastName: 'IVANOV ' }]],
    ['a field that the rows do not show', is('companyId', 'eq', 5), [asc('id')], [{ id: 1 }]],
    [
      'a field in no known form, which is an error of its own',
      is('companyId', 'eq', 5),
      [asc('id')],
      [{ id: 1, companyId: {} }],
    ],
  ])('%s', (_, filter, order, rows) => {
    expect(check(filter, order, rows).rows).toHaveLength(rows.length);
  });

  test('repeated rows of a list of several inner pages are dropped', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({ id: index < 50 ? index + 1 : index }));
    expect(check([], [asc('id')], rows).rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 59 }, (_, index) => index + 1),
    );
  });
});

test('the rows behind a cursor are checked without being parsed', () => {
  const shape = { names: ['id', 'name'], patterns: ['', ''], row: /x/y };
  const list = {
    text: '',
    starts: [0, 0],
    raws: () => {
      throw new Error('The rows are parsed.');
    },
  };
  const rows = [4, 5].map((id, index) => new ScannedRow(id, shape, list, index));
  const filter = [...is('id', 'gt', 3), ...is('companyId', 'eq', 15)];
  const order = [asc('id')];
  const query = { entity: contacts, filter, order, offset: 0, limit: 2, fields: new Set<string>(), withTotal: false };
  expect(checkedAnswer(query, { rows, hasMore: true }, 'low').rows).toEqual(rows);
  const behind = { ...query, filter: is('id', 'gt', 4) };
  expect(() => checkedAnswer(behind, { rows, hasMore: true }, 'low')).toThrow('"gt" on "id"');
});
