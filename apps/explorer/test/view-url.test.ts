import { customFilterField, filterFields, parseFilter } from '@contacts/client';
import { describe, expect, test } from 'vitest';
import { conditionsOf, readCondition } from '../src/filters/condition.ts';
import { conditionTitle } from '../src/filters/condition-title.ts';
import { fromLocalTime, toLocalTime } from '../src/filters/local-time.ts';
import { searchOf, searchProblem } from '../src/view/search.ts';
import { emptyView, type View } from '../src/view/view.ts';
import { readView, writeView } from '../src/view/view-url.ts';

const samples: Readonly<Record<string, string | number | boolean>> = {
  SafeInt: 15,
  Boolean: false,
  DateTime: '2024-07-22T18:00:08+03:00',
  Date: '2024-07-22',
  Float: 2.5,
  String: 'a & b=c%20"d" [e]',
};
const money = { amount: 1500.5, currency: 'RUB' };
const customKinds = ['boolean', 'code', 'date', 'dateTime', 'money', 'number', 'string'];

describe('the address', () => {
  test.each<[name: string, part: Partial<View>]>([
    ['a first visit', {}],
    ['columns, custom ones too', { columns: ['contactId', 'company.assignedBy.lastName', 'UF_CRM_X', 'customFields'] }],
    ['an order', { orderBy: [{ field: 'LAST_NAME', direction: 'DESC' }, { field: 'CONTACT_ID' }] }],
    ['an order by a custom field', { orderBy: [{ custom: 'ufCrm_1', direction: 'DESC' }, { field: 'NAME' }] }],
    ['search and contact', { search: ' ива & co', contact: 17 }],
    ['an OR', { conditions: ['{"or":[{"name":{"eq":"A"}},{"lastName":{"contains":"B"}}]}'] }],
  ])('of %s is read as it was written', (_name, part) => {
    const view = { ...emptyView, ...part };
    expect(readView(writeView(view))).toEqual({ view, problems: [] });
  });

  test('of a first visit is empty', () => {
    expect(writeView(emptyView)).toBe('');
  });

  test('holds every operator of every field, with values that have signs and commas', () => {
    for (const { name, operators } of filterFields) {
      for (const [operator, { type, list }] of Object.entries(operators)) {
        const value = samples[type] ?? 'text';
        for (const given of list ? [[value], [value, value], [], [type === 'String' ? 'a, b' : value]] : [value]) {
          const conditions = conditionsOf({ [name]: { [operator]: given } });
          expect(parseFilter(conditions, 'filter')).toEqual({ [name]: { [operator]: given } });
          expect(readView(writeView({ ...emptyView, conditions })).view.conditions).toEqual(conditions);
          expect(conditions.map((condition) => conditionTitle(condition, new Map())).join(' ')).not.toContain(
            'undefined',
          );
        }
      }
    }
  });

  test('holds every operator of every kind of custom field, which is read back into the form', () => {
    for (const kind of customKinds) {
      const { operators } = customFilterField('ufCrm_1', kind);
      expect(Object.keys(operators).length).toBeGreaterThan(0);
      for (const [operator, { type, list }] of Object.entries(operators)) {
        const value = type === 'MoneyInput' ? money : samples[type];
        const filter = { custom: [{ field: 'ufCrm_1', [kind]: { [operator]: list ? [value, value] : value } }] };
        const conditions = conditionsOf(filter);
        expect(readView(writeView({ ...emptyView, conditions })).view.conditions).toEqual(conditions);
        expect(parseFilter(conditions, 'filter')).toEqual(filter);
        expect(readCondition(conditions[0] ?? '')).toMatchObject({ field: 'ufCrm_1', custom: kind, operator });
      }
    }
  });

  test('holds the conditions on one custom field apart, each of which can be removed', () => {
    const written = '{"custom":[{"field":"ufCrm_1","number":{"gte":3,"lt":9}}]}';
    const { conditions } = readView(`?filter=${encodeURIComponent(written)}`).view;
    expect(conditions.map((condition) => conditionTitle(condition, new Map([['ufCrm_1', 'Orders']])))).toEqual([
      'Orders is at least 3',
      'Orders is less than 9',
    ]);
    expect(parseFilter(conditions, 'filter')).toEqual(JSON.parse(written));
  });

  test('that cannot be used is used in part, with a problem for each part', () => {
    const { view, problems } = readView('?columns=name,nme&filter=x&filter=name~a&order=phone&contact=-1&search=ab');
    expect(view).toEqual({ ...emptyView, columns: ['name'], conditions: ['name:contains=a'], search: 'ab' });
    expect(problems.map(({ place }) => place)).toEqual(['columns', 'filter x', 'order', 'contact']);
    expect(problems[0]?.message).toContain('Did you mean name?');
  });
});

test.each([
  ['', undefined],
  [' a ', undefined],
  ['ab', 'ab'],
  [' Ivan  Petrov ', 'Ivan  Petrov'],
  ['a b c d e', undefined],
  ['+7 (916) 555 22 33', '+7 (916) 555 22 33'],
  ['x'.repeat(101), undefined],
])('a search for %j is sent as %j, and what is not sent has a message', (text, sent) => {
  expect(searchOf(text)).toBe(sent);
  expect(searchProblem(text) === undefined).toBe(sent !== undefined || text === '');
});

test.each(['2024-07-22T18:00:08+03:00', '2024-01-01T00:00:00Z'])('the moment %s survives its input', (moment) => {
  expect(Date.parse(fromLocalTime(toLocalTime(moment)))).toBe(Date.parse(moment));
  expect([toLocalTime(''), toLocalTime('x'), fromLocalTime('')]).toEqual(['', '', '']);
});
