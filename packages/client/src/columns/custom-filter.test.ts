import { describe, expect, test } from 'vitest';
import { InputError } from './input-error.ts';
import { parseOrder } from './order-fields.ts';
import { parseFilter } from './parse-filter.ts';
import type { PortalField } from './portal-field.ts';

const field = (name: string, type: string, isMultiple = false): PortalField => ({
  name,
  isCustom: name.startsWith('ufCrm'),
  type,
  isMultiple,
});
const portal = [
  field('lastName', 'string'),
  field('ufCrm_1', 'string'),
  field('ufCrm_2', 'double'),
  field('ufCrm_3', 'boolean'),
  field('ufCrm_4', 'date'),
  field('ufCrm_5', 'datetime'),
  field('ufCrm_6', 'enumeration'),
  field('ufCrm_7', 'enumeration', true),
  field('ufCrm_8', 'money'),
  field('ufCrm_9', 'file'),
  field('ufCrm_10', 'employee'),
  field('ufCrmColour', 'string'),
];

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a condition on a custom field has the kind that the portal says its type has', () => {
  test.each([
    ['ufCrm_1~abc', { field: 'ufCrm_1', string: { contains: 'abc' } }],
    ['ufCrm_1=15', { field: 'ufCrm_1', string: { eq: '15' } }],
    ['ufCrm_2>=2.5', { field: 'ufCrm_2', number: { gte: 2.5 } }],
    ['ufCrm_3=Y', { field: 'ufCrm_3', boolean: { eq: true } }],
    ['ufCrm_4<2024-07-22', { field: 'ufCrm_4', date: { lt: '2024-07-22' } }],
    ['ufCrm_5>2024-07-22T10:00:00Z', { field: 'ufCrm_5', dateTime: { gt: '2024-07-22T10:00:00Z' } }],
    ['ufCrm_6=Wholesale', { field: 'ufCrm_6', code: { eq: 'Wholesale' } }],
    ['ufCrm_6=', { field: 'ufCrm_6', code: { isEmpty: true } }],
    ['ufCrm_7:in=Roofs,63', { field: 'ufCrm_7', code: { in: ['Roofs', '63'] } }],
    ['ufCrm_8=1500|RUB', { field: 'ufCrm_8', money: { eq: { amount: 1500, currency: 'RUB' } } }],
    ['ufCrm_10!=7', { field: 'ufCrm_10', number: { ne: 7 } }],
    ['UF_CRM_COLOUR=red', { field: 'ufCrmColour', string: { eq: 'red' } }],
  ])('%s', (text, custom) => {
    expect(parseFilter([text], '--filter', portal)).toEqual({ custom: [custom] });
  });

  test('beside others, and several on one field as one', () => {
    expect(parseFilter(['ufCrm_2>=1', 'ufCrm_2<5', 'UF_CRM_2>=3', 'lastName~a'], 'x', portal)).toEqual({
      lastName: { contains: 'a' },
      custom: [{ field: 'ufCrm_2', number: { gte: 3, lt: 5 } }],
    });
  });

  test('as JSON without a portal, also in an OR', () => {
    const filter = {
      companyId: { eq: 15 },
      custom: [{ field: 'ufCrm_2', number: { gte: 3 } }],
      or: [
        { custom: [{ field: 'ufCrm_8', money: { eq: { amount: 1, currency: 'EUR' } } }] },
        { lastName: { eq: 'A' } },
      ],
    };
    expect(parseFilter([JSON.stringify(filter)], 'x')).toEqual(filter);
  });
});

describe('what cannot be a condition on a custom field is named at its place, with what is allowed:', () => {
  test.each([
    ['ufCrm_99=1', /no custom field "ufCrm_99".*Allowed: ufCrm_1, .*ufCrmColour\.$/],
    ['ufCrm_2~1', /no operator of ufCrm_2 "contains".*Allowed: eq, gt, gte, in, lt, lte\.$/],
    ['ufCrm_2=many', /ufCrm_2=many: takes a number such as 3 or 2\.5 \(got "many"\)/],
    ['ufCrm_2!=1', /no operator of ufCrm_2 "ne"/],
    ['ufCrm_3=perhaps', /takes true or false/],
    ['ufCrm_4=22.07.2024', /takes a day such as 2024-07-22/],
    ['ufCrm_7!=Roofs', /no operator of ufCrm_7 "ne".*Allowed: eq, in, isEmpty/],
    ['ufCrm_8=1500', /takes an amount and its currency, such as 1500\|RUB/],
    ['ufCrm_9=x', /ufCrm_9 holds files/],
    ['{"custom":[{"field":"ufCrm_1","text":{"eq":"a"}}]}', /no kind of custom field "text".*Allowed: .*string/],
    ['{"custom":[{"field":"ufCrm_1"}]}', /custom\[0\]: takes a field and one kind of conditions/],
  ])('%s', (text, message) => {
    expect(problemOf(() => parseFilter([text], '--filter', portal))).toMatch(message);
  });

  test('a name whose type is not known', () => {
    const message = problemOf(() => parseFilter(['ufCrm_1=1'], '--filter'));
    expect(message).toContain('name its kind, as in {"custom":[{"field":"ufCrm_1","number":{"gte":3}}]}');
  });
});

describe('an order', () => {
  test('by custom fields, by their names in the portal', () => {
    expect(parseOrder('-UF_CRM_2,lastName', 'x', portal)).toEqual([
      { custom: 'ufCrm_2', direction: 'DESC' },
      { field: 'LAST_NAME' },
    ]);
  });

  test.each([
    ['ufCrm_99', /no custom field "ufCrm_99"/],
    ['ufCrm_7', /has several values/],
    ['-ufCrm_8', /is of the type "money"/],
  ])('not by %s', (text, message) => {
    expect(problemOf(() => parseOrder(text, '--order', portal))).toMatch(message);
  });
});
