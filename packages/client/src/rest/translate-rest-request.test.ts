import { describe, expect, it } from 'vitest';
import { InputError } from '../columns/input-error.ts';
import { translateRestRequest } from './translate-rest-request.ts';

/** Filter and order of a list with these parameters. */
function variablesOf(query: string, options = {}) {
  const { first: _first, ...variables } = translateRestRequest(`/v1/contacts?${query}`, options).variables;
  return variables;
}

function problemsOf(text: string): readonly (readonly [place: string, message: string])[] {
  try {
    translateRestRequest(text);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ place, message }) => [place, message]);
    throw error;
  }
  throw new Error('It was translated.');
}

describe('a request is read', () => {
  const page = {
    variables: { filter: { companyId: { eq: 15 } }, first: 10 },
    columns: ['contactId', 'name', 'lastName', 'phone'],
  };
  const url = 'https://vibecode.bitrix24.tech/v1/contacts?limit=10&filter[companyId]=15&select=id,name,lastName,phone';

  it.each([
    ['the curl command of the page', `curl "${url}" \\\n  -H "X-Api-Key: YOUR_API_KEY"`],
    ['the one of an app', `curl "${url}" \\\r\n -H "X-Api-Key: K" \\\r\n -H "Authorization: Bearer T"`],
    ['the JavaScript of the page', `const res = await fetch('${url}', {\n  headers: { 'X-Api-Key': 'K' },\n})`],
    ['a URL', url],
    ['a URL that is percent-encoded', url.replace('[', '%5B').replace(']', '%5D')],
    ['a path', url.slice(url.indexOf('/v1'))],
    ['a URL with a fragment and a slash', `${url.replace('contacts?', 'contacts/?')}#top`],
    ['brackets with a backslash', `curl '${url.replace('[', String.raw`\[`).replace(']', String.raw`\]`)}'`],
    ['flags together, and a prompt', `$ curl -sSgL -XGET -H'X-Api-Key: K' '${url}' --compressed -o /dev/null`],
    ['quotes of the shell’s other kind', `curl $'${url}' -H $'a: \\'b\\''`],
    ['a command of Windows', `curl ^"${url.replaceAll('&', '^&')}^" ^\r\n  -H ^"X-Api-Key: K^"`],
    ['no quotes', `curl -g ${url} -u a:b`],
    ['an option for the URL', `curl --url '${url}' --max-time 10 -b 'a=b'`],
    [
      'data in the query',
      `curl -G 'https://x.test/v1/contacts?limit=10' -d 'filter[companyId]=15' --data-urlencode 'select=id,name,lastName,phone'`,
    ],
    [
      'a search',
      `curl -X POST https://x.test/v1/contacts/search -H 'Content-Type: application/json' -d '{"limit":10,"filter":{"companyId":15},"select":["id","name","lastName","phone"]}'`,
    ],
    [
      'a search with --json',
      `curl --json '{"limit":10,"filter":{"companyId":15},"select":["id","name","lastName","phone"]}' https://x.test/v1/contacts/search`,
    ],
  ])('as %s', (_case, text) => {
    expect(translateRestRequest(text)).toMatchObject({ ...page, notes: [] });
  });

  it('with the operation that selects its columns and counts', () => {
    const { query } = translateRestRequest(url);
    expect(query).toContain('nodes { contactId name lastName phone }');
    expect(query).toContain('totalCount');
    expect(translateRestRequest(`${url}&withTotal=false`).query).not.toContain('totalCount');
  });

  it('with all that a row holds where nothing is selected', () => {
    const { columns, variables } = translateRestRequest('/v1/contacts');
    expect(variables).toEqual({ first: 50 });
    expect(columns).toEqual(
      expect.arrayContaining(['contactId', 'honorificId', 'createdById', 'phones', 'emails', 'customFields']),
    );
    expect(columns).not.toContain('company');
    expect(translateRestRequest('/v1/contacts?select=*').columns).toEqual(columns);
  });

  it('with its relations', () => {
    const { columns, query } = translateRestRequest('/v1/contacts?select=id&include=company,requisite');
    expect(columns).toEqual(['contactId', 'company', 'requisites']);
    expect(query).toMatch(/company \{[^}]*title[^}]*\} requisites \{[^}]*rqInn[^}]*\}/);
  });

  it('with custom fields in either form', () => {
    const { query } = translateRestRequest('/v1/contacts?select=UF_CRM_X,ufCrm_17');
    expect(query).toContain('customFields(names: ["UF_CRM_X", "ufCrm_17"])');
  });
});

describe('a filter is translated', () => {
  it.each([
    ['a bare value', 'filter[lastName]=Petrov', { lastName: { eq: 'Petrov' } }],
    ['a number', 'filter[id]=17', { contactId: { eq: 17 } }],
    ['a boolean as 1', 'filter[opened]=1', { opened: { eq: true } }],
    ['a boolean as N', 'filter[export]=N', { export: { eq: false } }],
    [
      'another name',
      'filter[createdBy]=3&filter[honorific]=HNR_1',
      { createdById: { eq: 3 }, honorificId: { eq: 'HNR_1' } },
    ],
    ['Mongo’s operators', 'filter[id][$gte]=5&filter[id][$lt]=9', { contactId: { gte: 5, lt: 9 } }],
    ['Mongo’s list', 'filter[id][$in][]=1&filter[id][$in][]=2', { contactId: { in: [1, 2] } }],
    ['Mongo’s operators in front', 'filter[$gte][id]=5', { contactId: { gte: 5 } }],
    [
      'signs in front',
      'filter[>=id]=5&filter[<id]=9&filter[!typeId]=CLIENT',
      { contactId: { gte: 5, lt: 9 }, typeId: { ne: 'CLIENT' } },
    ],
    [
      'signs in front, percent-encoded',
      'filter%5B%3E%3Did%5D=5&filter[%25lastName]=pet',
      { contactId: { gte: 5 }, lastName: { contains: 'pet' } },
    ],
    ['signs as keys', 'filter[id][>=]=5&filter[typeId][!]=CLIENT', { contactId: { gte: 5 }, typeId: { ne: 'CLIENT' } }],
    ['a mixture', 'filter[>id]=5&filter[id][$lte]=9&filter[id][!]=7', { contactId: { gt: 5, lte: 9, ne: 7 } }],
    ['an indexed list', 'filter[id][0]=1&filter[id][1]=2', { contactId: { in: [1, 2] } }],
    ['a list without indexes', 'filter[typeId][]=A', { typeId: { in: ['A'] } }],
    ['a repeated value', 'filter[typeId]=A&filter[typeId]=B', { typeId: { in: ['A', 'B'] } }],
    ['a list that is excluded', 'filter[!typeId][0]=A&filter[!typeId][1]=B', { typeId: { notIn: ['A', 'B'] } }],
    ['the native list', 'filter[@id][]=1&filter[!@typeId][]=A', { contactId: { in: [1] }, typeId: { notIn: ['A'] } }],
    ['no value', 'filter[name]=&filter[companyId]=', { name: { isEmpty: true }, companyId: { isEmpty: true } }],
    ['any value', 'filter[!=name]=', { name: { isEmpty: false } }],
    [
      'a JSON text',
      'filter={"id":{"$in":[1,2]},"%25lastName":"x","opened":true,"name":null}',
      { contactId: { in: [1, 2] }, lastName: { contains: 'x' }, opened: { eq: true }, name: { isEmpty: true } },
    ],
    ['a group of AND', 'filter[0][name]=A&filter[0][lastName]=B', { name: { eq: 'A' }, lastName: { eq: 'B' } }],
    [
      'a group of OR on one field',
      'filter[0][logic]=OR&filter[0][0][name]=A&filter[0][1][=name]=B',
      { name: { in: ['A', 'B'] } },
    ],
    ['Mongo’s OR on one field', 'filter={"$or":[{"id":1},{"id":{"$in":[2,3]}}]}', { contactId: { in: [1, 2, 3] } }],
    [
      'a group of OR on two fields',
      'filter[0][logic]=OR&filter[0][0][name]=A&filter[0][1][lastName]=B&filter[companyId]=15',
      { companyId: { eq: 15 }, or: [{ name: { eq: 'A' } }, { lastName: { eq: 'B' } }] },
    ],
    [
      'a group of OR with a branch of two conditions',
      'filter[0][logic]=OR&filter[0][0][name]=A&filter[0][0][lastName]=B&filter[0][1][name]=C',
      { or: [{ name: { eq: 'A' }, lastName: { eq: 'B' } }, { name: { eq: 'C' } }] },
    ],
    ['two bounds on one side', 'filter[>id]=5&filter[id][$gt]=9', { contactId: { gt: 9 } }],
    ['two exclusions', 'filter[!typeId]=A&filter[typeId][$ne]=B', { typeId: { notIn: ['A', 'B'] } }],
    [
      'a moment',
      'filter[>=createdTime]=2024-07-22T18:00:08%2B03:00',
      { createdTime: { gte: '2024-07-22T18:00:08+03:00' } },
    ],
    [
      'a moment whose plus sign a query string takes for a space',
      'filter[>=createdTime]=2024-07-22T18:00:08+03:00',
      { createdTime: { gte: '2024-07-22T18:00:08+03:00' } },
    ],
    ['letters of the query string in a value', 'filter[name]=A%26B%3DC', { name: { eq: 'A&B=C' } }],
  ])('with %s', (_case, query, filter) => {
    expect(variablesOf(query)).toEqual({ filter });
  });

  it('with moments of the portal where its offset is given', () => {
    expect(variablesOf('filter[>=createdTime]=2024-07-22', { offset: '+03:00' })).toEqual({
      filter: { createdTime: { gte: '2024-07-22T00:00:00+03:00' } },
    });
  });
});

describe('an order is translated', () => {
  const twoKeys = [{ field: 'CREATED_TIME', direction: 'DESC' }, { field: 'CONTACT_ID' }];
  it.each([
    ['order[lastName]=asc', [{ field: 'LAST_NAME' }]],
    ['order[createdTime]=DESC&order[id]=ASC', twoKeys],
    ['sort=-createdTime,id', twoKeys],
    ['sort=createdTime:desc,id:asc', twoKeys],
    ['sort[createdTime]=desc&sort[id]=1', twoKeys],
    ['sort[]=-createdTime&sort[]=id', twoKeys],
    ['sort=id&order[lastName]=asc', [{ field: 'CONTACT_ID' }]],
  ])('%s', (query, orderBy) => {
    expect(variablesOf(query)).toEqual({ orderBy });
  });
});

describe('what has no counterpart is named', () => {
  it.each([
    [
      'filter[compnyId]=1',
      'filter[compnyId]',
      /no field to filter by "compnyId"\. Did you mean companyId\? Allowed: .*lastName/,
    ],
    ['filter[ufCrm_1]=1&filter[<ufCrm_1]=x', 'filter[<ufCrm_1]', /takes a number/],
    ['filter[id]=x', 'filter[id]', /takes a whole number \(got "x"\)/],
    ['filter[comments]=x', 'filter[comments]', /no operator of comments "eq".* Allowed: contains, isEmpty/],
    ['filter[name][$like]=x', 'filter[name][$like]', /no operator "\$like".*Allowed: .*\$contains/],
    ['filter[!%25name]=x', 'filter[!%name]', /no operator "!%"/],
    ['filter[>name]=x', 'filter[>name]', /no operator of name "gt"/],
    [
      'filter[createdTime]=2024-07-22',
      'filter[createdTime]',
      /no offset from UTC; add the portal's, such as 2024-07-22T00:00:00\+03:00/,
    ],
    ['filter[createdTime]=soon', 'filter[createdTime]', /takes a moment such as/],
    [`filter={"$or":[${'{"id":1,"name":"A"},'.repeat(4)}{"name":"C"}]}`, 'filter[$or]', /at most 4/],
    ['filter={"$or":[{"id":1},{"$or":[{"id":2},{"name":"A"}]}]}', 'filter[$or]', /an OR in an OR/],
    ['filter={"$or":[{"id":1},{"name":"A"}],"0":{"logic":"OR","id":2,"name":"B"}}', 'filter[$or]', /second OR/],
    ['filter={"$or":[{"id":1},{}]}', 'filter[$or]', /without a condition/],
    ['filter=x', 'filter', /takes fields and values/],
    ['filter[name][$contains]=a&filter[%25name]=b', 'filter[%name]', /given twice/],
    ['filter[id][$in][]=1&filter[id][$in][]=', 'filter[id][$in]', /empty value/],
    ['sort=-createdAt', 'sort[createdAt]', /no field to sort by "createdAt"\. Did you mean createdTime\?/],
    ['order[phone]=asc', 'order[phone]', /no field to sort by/],
    ['order[id]=up', 'order[id]', /takes asc or desc \(got "up"\)/],
    ['sort=id,name,lastName,post', 'sort', /3 fields at most/],
    ['limit=0', 'limit', /from 1 to 5000 \(got "0"\)/],
    ['limit=5001', 'limit', /from 1 to 5000/],
    ['include=users', 'include', /Allowed: company, requisite/],
    ['fliter[id]=1', 'fliter', /no parameter "fliter"\. Did you mean filter\?/],
    ['filter[name]=%E0%A4%A', '%E0%A4%A', /percent-encoded/],
  ])('%s', (query, place, message) => {
    expect(problemsOf(`/v1/contacts?${query}`)).toEqual([[place, expect.stringMatching(message)]]);
  });

  it('all of it at once', () => {
    expect(problemsOf('/v1/contacts?filter[x]=1&filter[id]=y&order[z]=asc&limit=a').map(([place]) => place)).toEqual([
      'filter[x]',
      'filter[id]',
      'order[z]',
      'limit',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['words', 'list contacts'],
    ['no URL', 'curl -s'],
    ['two URLs', 'curl https://a.test/v1/contacts https://b.test/v1/contacts'],
    ['an open quote', 'curl "https://a.test/v1/contacts'],
    ['a file', 'curl https://a.test/v1/contacts/search -d @body.json'],
    ['another entity', 'https://a.test/v1/deals'],
    ['one contact', 'https://a.test/v1/contacts/17'],
    ['a write', "curl -X POST https://a.test/v1/contacts -d '{}'"],
    ['a body that is no JSON', 'curl https://a.test/v1/contacts/search -d a=b'],
  ])('%s', (_case, text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });

  it('without a header, which can hold a key', () => {
    const text = `curl 'https://a.test/v1/deals' -H 'X-Api-Key: vibe_api_secret'`;
    expect(JSON.stringify(problemsOf(text))).not.toContain('vibe_api_secret');
    const translation = translateRestRequest(text.replace('deals', 'contacts'));
    expect(JSON.stringify(translation)).not.toContain('vibe_api_secret');
  });

  it('as a note where the list is the same without it', () => {
    expect(translateRestRequest('/v1/contacts?offset=100&select=id,companyTitle,nme').notes).toEqual([
      { place: 'select companyTitle', message: expect.stringContaining('ignores') as string },
      { place: 'select nme', message: expect.stringContaining('Did you mean name?') as string },
      { place: 'offset', message: expect.stringContaining('cursors') as string },
    ]);
  });
});
