import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectColumns } from './column-selection.ts';
import { columnValue } from './column-values.ts';
import { checkColumns, contactColumns, ownColumns } from './contact-columns.ts';
import { filterFields } from './filter-fields.ts';
import { InputError } from './input-error.ts';
import { nearestOf } from './nearest.ts';
import { orderFields, parseOrder } from './order-fields.ts';
import { parseFilter } from './parse-filter.ts';

describe('columns', () => {
  it('are the fields of the schema and of what is linked, without lists of their own', () => {
    const paths = contactColumns.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['contactId', 'company', 'company.title', 'company.assignedBy.name', 'phones.value']),
    );
    expect(paths.filter((path) => path.startsWith('company.contacts'))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('of a contact itself begin with its number and cost nothing more', () => {
    expect(ownColumns[0]).toBe('contactId');
    expect(ownColumns).toContain('comments');
    expect(ownColumns).not.toContain('cardUrl');
    expect(ownColumns).not.toContain('phones');
  });

  it('are selected, each once', () => {
    expect(selectColumns(['lastName', 'company.title', 'company.assignedBy.name', 'phones', 'lastName'])).toBe(
      'lastName company { title assignedBy { name } } phones { type value }',
    );
    expect(selectColumns([])).toBe('contactId');
  });

  it('that do not exist are rejected with the nearest and the allowed ones', () => {
    expect(() => checkColumns(['lastname', 'company.nope'], '--columns')).toThrow(
      /^--columns: .*"lastname"\. Did you mean lastName\? Allowed: .*\n--columns: .*"company.nope"\. Allowed: company\.assignedBy, /,
    );
    expect(() => checkColumns(['constructor'], 'x')).toThrow('no column');
  });

  const contact = {
    contactId: 17,
    company: { title: 'A' },
    assignedBy: null,
    phones: [{ value: '1' }, { value: '2' }],
    customFields: [
      { name: 'ufCrmText', values: [{ __typename: 'StringValue', string: 'x' }] },
      {
        name: 'ufCrm_1',
        values: [
          { optionId: '3', title: 'Three' },
          { optionId: '4', title: null },
        ],
      },
      { name: 'ufCrm_2', values: [{ amount: 5, currency: 'EUR' }] },
      { name: 'ufCrm_3', values: null },
    ],
  };
  it.each([
    ['contactId', 17],
    ['company.title', 'A'],
    ['assignedBy.name', null],
    ['phones.value', ['1', '2']],
    ['UF_CRM_TEXT', 'x'],
    ['ufCrm_1', ['Three', '4']],
    ['ufCrm_2', { amount: 5, currency: 'EUR' }],
    ['ufCrm_3', null],
    ['ufCrm_4', null],
    [
      'customFields',
      { ufCrmText: 'x', ufCrm_1: ['Three', '4'], ufCrm_2: { amount: 5, currency: 'EUR' }, ufCrm_3: null },
    ],
  ])('%s is read from a contact', (column, value) => {
    expect(columnValue(contact, column)).toEqual(value);
  });
});

/** Throws anything but an InputError on. */
function isRead(text: string): boolean {
  try {
    parseFilter([text], 'x');
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

describe('a filter', () => {
  it.each([
    ['companyId=15', { companyId: { eq: 15 } }],
    ['companyId != 15', { companyId: { ne: 15 } }],
    ['contactId>=5', { contactId: { gte: 5 } }],
    ['contactId<5', { contactId: { lt: 5 } }],
    ['lastName~pet=a', { lastName: { contains: 'pet=a' } }],
    ['lastName=', { lastName: { isEmpty: true } }],
    ['lastName!=', { lastName: { isEmpty: false } }],
    ['opened=true', { opened: { eq: true } }],
    ['typeId:in=CLIENT, PARTNER', { typeId: { in: ['CLIENT', 'PARTNER'] } }],
    ['name:notIn=["a,b","c"]', { name: { notIn: ['a,b', 'c'] } }],
    ['companyId:isEmpty=false', { companyId: { isEmpty: false } }],
    ['contactId:in=', { contactId: { in: [] } }],
    ['{"companyId":{"eq":15},"typeId":{"in":["A"]}}', { companyId: { eq: 15 }, typeId: { in: ['A'] } }],
    [
      '{"or":[{"name":{"eq":"A"}},{"lastName":{"eq":"A"},"companyId":{"eq":"15"}}]}',
      { or: [{ name: { eq: 'A' } }, { lastName: { eq: 'A' }, companyId: { eq: 15 } }] },
    ],
    ['createdTime>2024-07-22T18:00:08Z', { createdTime: { gt: '2024-07-22T18:00:08Z' } }],
  ])('is read from %s', (text, filter) => {
    expect(parseFilter([text], '--filter')).toEqual(filter);
  });

  it('has all conditions', () => {
    expect(parseFilter(['contactId>5', 'contactId<9', 'name=A'], 'x')).toEqual({
      contactId: { gt: 5, lt: 9 },
      name: { eq: 'A' },
    });
    expect(parseFilter([], 'x')).toBeUndefined();
  });

  it.each([
    ['companyID=15', /there is no filter "companyID"\. Did you mean companyId\?/],
    ['name', /is no condition; write one as field=value/],
    ['', /is no condition/],
    ['name:like=x', /no operator of name "like".*Allowed: contains/],
    ['opened=perhaps', /takes true or false \(got "perhaps"\)/],
    ['opened=constructor', /takes true or false \(got "constructor"\)/],
    ['companyId=1.5', /whole number/],
    ['companyId=99999999999999999', /whole number/],
    ['createdTime>2024-02-31T00:00:00', /moment|offset/],
    ['{"companyId":15}', /companyId: takes an object of operators/],
    ['{"nope":{"eq":1}}', /no filter "nope"/],
    ['{', /is not JSON/],
  ])('of %j is rejected at its place', (text, message) => {
    expect(() => parseFilter([text], '--filter')).toThrow(message);
  });

  it('of any text ends with a filter or a message, in time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isRead(text)).toBeTypeOf('boolean');
      }),
    );
  });

  it('can hold every field and operator of the schema', () => {
    expect(filterFields.length).toBeGreaterThan(15);
    for (const { operators } of filterFields) expect(Object.keys(operators).length).toBeGreaterThan(0);
  });
});

describe('an order', () => {
  it('is read from names of fields, or of the schema’s enum', () => {
    expect(parseOrder('-createdTime, LAST_NAME', 'x')).toEqual([
      { field: 'CREATED_TIME', direction: 'DESC' },
      { field: 'LAST_NAME' },
    ]);
    expect(parseOrder('', 'x')).toEqual([]);
    expect(parseOrder('-ufCrm_1,UF_CRM_X', 'x')).toEqual([
      { custom: 'ufCrm_1', direction: 'DESC' },
      { custom: 'UF_CRM_X' },
    ]);
  });

  it('names columns that exist', () => {
    const paths = new Set(contactColumns.map(({ path }) => path));
    expect(orderFields.filter(({ name }) => !paths.has(name))).toEqual([]);
    expect(filterFields.filter(({ name }) => !paths.has(name))).toEqual([]);
  });

  it('rejects a field that contacts do not sort by', () => {
    expect(() => parseOrder('phone', '--order')).toThrow(/^--order: there is no order by "phone"\./);
  });
});

it.each([
  ['lastname', 'lastName'],
  ['LAST_NAME', 'lastName'],
  ['lsatName', 'lastName'],
  ['zzzzzzz', undefined],
  ['x'.repeat(100), undefined],
])('the name nearest to %s is %s', (text, nearest) => {
  expect(nearestOf(text, ['name', 'lastName', 'companyId'])).toBe(nearest);
});
