import { describe, expect, it } from 'vitest';
import { translateRestRequest } from './translate-rest-request.ts';

describe('a request with custom fields is translated', () => {
  const fields = [
    { name: 'ufCrm_1', isCustom: true, type: 'string' },
    { name: 'ufCrm_2', isCustom: true, type: 'integer' },
    { name: 'ufCrm_3', isCustom: true, type: 'money' },
  ];

  it('by the types of the portal, without a note', () => {
    const query = 'filter[ufCrm_1]=15&filter[>=UF_CRM_2]=3&filter[ufCrm_2][$lt]=9&sort=-ufCrm_2';
    const { variables, notes } = translateRestRequest(`/v1/contacts?${query}&select=id`, { fields });
    expect(variables).toMatchObject({
      filter: {
        custom: [
          { field: 'ufCrm_1', string: { eq: '15' } },
          { field: 'ufCrm_2', number: { gte: 3, lt: 9 } },
        ],
      },
      orderBy: [{ custom: 'ufCrm_2', direction: 'DESC' }],
    });
    expect(notes).toEqual([]);
  });

  it.each([
    ['filter[ufCrm_7]=15', { number: { eq: 15 } }],
    ['filter[ufCrm_7][]=15&filter[ufCrm_7][]=16', { number: { in: [15, 16] } }],
    ['filter[%25ufCrm_7]=15', { string: { contains: '15' } }],
    ['filter[ufCrm_7]=Y', { boolean: { eq: true } }],
    ['filter[>ufCrm_7]=2024-07-22', { date: { gt: '2024-07-22' } }],
    ['filter[ufCrm_7][$lte]=2024-07-22T00:00:00Z', { dateTime: { lte: '2024-07-22T00:00:00Z' } }],
    ['filter[ufCrm_7]=1500|RUB', { money: { eq: { amount: 1500, currency: 'RUB' } } }],
    ['filter[ufCrm_7]=red', { string: { eq: 'red' } }],
    ['filter[ufCrm_7]=', { string: { isEmpty: true } }],
  ])('by the form of its value, with a note: %s', (query, condition) => {
    const { variables, notes } = translateRestRequest(`/v1/contacts?select=id&${query}`);
    expect(variables.filter).toEqual({ custom: [{ field: 'ufCrm_7', ...condition }] });
    const message = expect.stringContaining(`of the kind "${Object.keys(condition)[0]}"`) as string;
    expect(notes).toEqual([{ place: expect.stringContaining('ufCrm_7') as string, message }]);
  });

  it('in an OR', () => {
    const filter = encodeURIComponent('{"$or":[{"ufCrm_1":"a"},{">ufCrm_2":5}]}');
    expect(translateRestRequest(`/v1/contacts?filter=${filter}`, { fields }).variables.filter).toEqual({
      or: [
        { custom: [{ field: 'ufCrm_1', string: { eq: 'a' } }] },
        { custom: [{ field: 'ufCrm_2', number: { gt: 5 } }] },
      ],
    });
  });

  it('unless the portal lacks a field, or a field cannot be sorted by', () => {
    const translate = () => translateRestRequest('/v1/contacts?filter[ufCrm_9]=1&order[ufCrm_3]=asc', { fields });
    expect(translate).toThrow(/filter\[ufCrm_9\]: there is no custom field.*Allowed: ufCrm_1, ufCrm_2, ufCrm_3/);
    expect(translate).toThrow(/order\[ufCrm_3\]: ufCrm_3 is of the type "money"/);
  });
});
