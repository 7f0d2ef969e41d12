// Switches of native conditions (contract §11.5 to §11.7, §11.13, §11.14), each with both values on a few contacts.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox, defaultSwitches, keys, type Sandbox, type Switches } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ limits: 'off', contacts: 0 });
  sandbox.contacts.create({
    name: 'a',
    lastName: 'ivan_petrov',
    companyId: null,
    createdTime: '2024-07-22T15:00:08.000Z',
  });
  sandbox.contacts.create({
    name: 'b',
    lastName: 'ivan-petrov',
    companyId: 0,
    createdTime: '2024-07-22T15:00:08.250Z',
  });
  sandbox.contacts.create({ name: 'c', lastName: null, companyId: 1, createdTime: '2024-07-22T15:00:09Z' });
  sandbox.contacts.create({ name: 'd', lastName: '', companyId: 0, createdTime: '2024-07-22T15:00:10Z' });
});
beforeEach(() => sandbox.setSwitches(defaultSwitches));
afterAll(() => sandbox.close());

/** Returns the first names of the contacts that a search finds, in its order. */
async function found(filter: object, order: object = { id: 'asc' }): Promise<string> {
  const response = await fetch(`${sandbox.url}/v1/contacts/search`, {
    method: 'POST',
    headers: { 'X-Api-Key': keys.all, 'Content-Type': 'application/json' },
    body: JSON.stringify({ filter, order, limit: 60, autoWindow: false }),
  });
  const { data } = (await response.json()) as { data: readonly { readonly name: string }[] };
  return data.map(({ name }) => name).join('');
}

const like: Partial<Switches> = { equality: 'like' };
const two: Partial<Switches> = { storedEmpties: 'two' };
const second = '2024-07-22T18:00:08+03:00';

test.each<[string, Partial<Switches>, object, string, string]>([
  ['a bare text matches as LIKE', like, { lastName: 'ivan_petrov' }, 'a', 'ab'],
  ['a bare list matches as LIKE', like, { lastName: ['ivan_petrov'] }, 'a', 'ab'],
  ['"=" is exact', like, { '=lastName': 'ivan_petrov' }, 'a', 'a'],
  ['$in is exact', like, { lastName: { $in: ['ivan_petrov'] } }, 'a', 'a'],
  ['"!" is NOT LIKE, which finds no NULL', like, { '!lastName': 'ivan_petrov' }, 'bcd', ''],
  ['"!=" is exact', like, { '!=lastName': ['ivan_petrov'] }, 'bcd', 'bcd'],
  ['"%" escapes its value', like, { '%lastName': 'n_p' }, 'a', 'a'],
  ['an empty value finds both forms of none', two, { companyId: '' }, 'abd', 'abd'],
  ['0 is an empty value of a link', two, { companyId: 0 }, 'abd', 'abd'],
  ['a range finds a link of 0', two, { companyId: { $lte: 1 } }, 'c', 'bcd'],
  ['a range finds an empty text', two, { lastName: { $lt: 'j' } }, 'ab', 'abd'],
  ['a list with 0 finds NULL', { ...two, inFindsNull: false }, { companyId: { $in: [0, 1] } }, 'abcd', 'bcd'],
  ['a list of empty values alone finds NULL', { inFindsNull: false }, { lastName: { $in: [''] } }, 'cd', ''],
  [
    'an inequality of numbers finds NULL',
    { ...two, unequalFindsNull: 'texts' },
    { companyId: { $ne: 1 } },
    'abd',
    'bd',
  ],
  [
    'a list of excluded numbers finds NULL',
    { ...two, unequalFindsNull: 'texts' },
    { '!companyId': [1, 2] },
    'abd',
    'bd',
  ],
  ['an inequality of texts finds NULL', { ...two, unequalFindsNull: 'texts' }, { '!=lastName': 'x' }, 'abcd', 'abcd'],
  [
    'a filter finds a time by the seconds that are shown',
    { storedTimes: 'milliseconds' },
    { createdTime: second },
    'ab',
    'a',
  ],
  ['a time with an offset filters', { dateOffsets: 'ignored' }, { '>createdTime': second }, 'cd', 'abcd'],
  [
    'a time without an offset filters',
    { dateOffsets: 'ignored' },
    { '>createdTime': '2024-07-22 18:00:08' },
    'cd',
    'cd',
  ],
])('%s by default, and as the switches %j say: filter %j', async (_, switches, filter, before, after) => {
  expect(await found(filter)).toBe(before);
  sandbox.setSwitches(switches);
  expect(await found(filter)).toBe(after);
});

test('NULL sorts before the other form of "no value", and rows show which form they have', async () => {
  expect(await found({}, { companyId: 'asc', id: 'asc' })).toBe('abdc');
  expect(await found({}, { lastName: 'desc', id: 'asc' })).toBe('abcd');
  sandbox.setSwitches(two);
  sandbox.contacts.update(4, { lastName: null });
  sandbox.contacts.update(3, { lastName: '' });
  expect(await found({}, { lastName: 'asc', id: 'asc' })).toBe('dcba');
  expect(await found({}, { companyId: 'desc', id: 'asc' })).toBe('cbda');
  expect(sandbox.contacts.rows().map(({ lastName, companyId }) => [lastName, companyId])).toEqual([
    ['ivan_petrov', null],
    ['ivan-petrov', 0],
    ['', 1],
    [null, 0],
  ]);
});

test('a list above 50 rows keeps its order by default, and is in the order of ids by the switch', async () => {
  const order = { companyId: 'desc', id: 'asc' };
  expect(await found({}, order)).toBe('cabd');
  sandbox.setSwitches({ orderAbove50: 'id' });
  expect(await found({}, order)).toBe('abcd');
});

test('an empty value finds a number of 0, and no number above or below it, as the switch says', async () => {
  const orders = 'ufCrm_1720019876535';
  const newsletter = 'ufCrm_1720019876537';
  sandbox.contacts.update(1, { [orders]: 0, [newsletter]: 0 });
  sandbox.contacts.update(2, { [orders]: 3, [newsletter]: 1 });
  sandbox.contacts.update(3, { [orders]: null, [newsletter]: null });
  sandbox.contacts.update(4, { [orders]: -2, [newsletter]: null });
  expect(await found({ [orders]: '' })).toBe('c');
  expect(await found({ [newsletter]: '' })).toBe('cd');
  sandbox.setSwitches({ emptyFindsZero: true });
  expect(await found({ [orders]: '' })).toBe('ac');
  expect(await found({ [orders]: { $ne: '' } })).toBe('bd');
  expect(await found({ [newsletter]: '' })).toBe('acd');
  expect(await found({ [orders]: 0 })).toBe('a');
  expect(await found({ [orders]: { $gte: 0 } }, { [orders]: 'asc' })).toBe('ab');
});
