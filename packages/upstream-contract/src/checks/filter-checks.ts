import type { Check } from '../run/check.ts';
import { coded, exact } from './make-checks.ts';
import { EXACT, finds, idOf, type Sample, sampleOf, same, totalOf } from './sample.ts';
import { commonValue, commonValues, commonWord, condition, fold, isEmpty, isTrue, middleValue } from './values.ts';

/** Operators in each of the three syntaxes, and their combinations (contract §3). */
export const filterChecks: readonly Check[] = [
  exact('filter.number-as-text', 'SEED "Examples"; §3 "Numeric query strings"', (sample) => {
    const company = commonValue(sample, 'companyId');
    return {
      spellings: [condition('[companyId]', company), { companyId: Number(company) }],
      satisfies: (row) => Number(row['companyId']) === Number(company),
    };
  }),
  exact('filter.text', '§3 "equality = bare value"; §9 "case sensitivity"', (sample) => {
    const word = commonWord(sample, 'lastName');
    return {
      spellings: [condition('[lastName]', word), { lastName: word }],
      satisfies: (row) => fold(row['lastName']) === fold(word),
    };
  }),
  exact('filter.code', '§3 "equality = bare value"; §7 "Statuses"', (sample) => {
    const code = commonValue(sample, 'typeId');
    return { spellings: [condition('[typeId]', code)], satisfies: (row) => row['typeId'] === code };
  }),
  exact('filter.boolean', '§2 "opened"; §3 "Boolean UF"', () => ({
    spellings: [condition('[opened]', 1), { opened: true }],
    satisfies: (row) => isTrue(row['opened']),
  })),
  exact('filter.case-insensitive', '§9 "case sensitivity"', (sample) => {
    const word = commonWord(sample, 'lastName');
    return {
      spellings: [condition('[lastName]', word.toUpperCase()), condition('[lastName]', word.toLowerCase())],
      satisfies: (row) => fold(row['lastName']) === fold(word),
    };
  }),
  compared('gte', ['[id][$gte]', '[>=id]', '[id][>=]'], (id, pivot) => id >= pivot),
  compared('gt', ['[id][$gt]', '[>id]', '[id][>]'], (id, pivot) => id > pivot),
  compared('lte', ['[id][$lte]', '[<=id]', '[id][<=]'], (id, pivot) => id <= pivot),
  compared('lt', ['[id][$lt]', '[<id]', '[id][<]'], (id, pivot) => id < pivot),
  exact('filter.syntaxes.ne', '§3 "Syntax"', (sample) => {
    const code = commonValue(sample, 'typeId');
    const keys = ['[typeId][$ne]', '[!typeId]', '[typeId][!]', '[typeId][!=]'];
    return { spellings: keys.map((key) => condition(key, code)), satisfies: (row) => row['typeId'] !== code };
  }),
  exact('filter.syntaxes.contains', '§3 "Substring"', (sample) => {
    // A part of a word: equality does not find it.
    const part = commonWord(sample, 'lastName').slice(1, 3);
    const keys = ['[lastName][$contains]', '[%lastName]', '[lastName][%]'];
    return {
      spellings: keys.map((key) => condition(key, part)),
      satisfies: (row) => fold(row['lastName']).includes(fold(part)),
    };
  }),
  exact('filter.contains.case-insensitive', '§3 "Substring"; §9 "case sensitivity"', (sample) => {
    const part = commonWord(sample, 'lastName').slice(1, 4);
    return {
      spellings: [condition('[lastName][$contains]', part.toUpperCase())],
      satisfies: (row) => fold(row['lastName']).includes(fold(part)),
    };
  }),
  exact('filter.and', '§3 "several conditions are AND"', (sample) => {
    const [from, to] = [idOf(sample.rows[Math.floor(sample.rows.length / 4)]), middleId(sample)];
    return {
      spellings: [`filter[>=id]=${from}&filter[<id]=${to}`, `filter[id][$gte]=${from}&filter[id][$lt]=${to}`],
      satisfies: (row) => idOf(row) >= from && idOf(row) < to,
    };
  }),
  exact('filter.and.fields', '§3 "Styles can be mixed in one filter"', (sample) => {
    const code = commonValue(sample, 'typeId');
    const user = commonValue(sample, 'assignedById');
    return {
      spellings: [`${condition('[typeId]', code)}&${condition('[!assignedById]', user)}`],
      satisfies: (row) => row['typeId'] === code && row['assignedById'] !== user,
    };
  }),
  {
    id: 'filter.total-is-sum',
    source: 'SEED "meta.total"; §3',
    expected: 'the parts make the whole',
    async run(api) {
      const sample = await sampleOf(api);
      const pivot = middleId(sample);
      const parts = [await totalOf(api, `filter[<id]=${pivot}`), await totalOf(api, `filter[>=id]=${pivot}`)];
      const below = sample.rows.filter((row) => idOf(row) < pivot).length;
      if (parts[0] !== below) return `total ${String(parts[0])} instead of ${below}`;
      return same((parts[0] ?? 0) + (parts[1] ?? 0), await totalOf(api, ''), 'the parts make the whole');
    },
  },
  {
    id: 'filter.custom-field',
    source: '§2 "UF"; §3 "UF of every type can be filtered"',
    expected: EXACT,
    async run(api) {
      const { rows } = await api.get('/v1/contacts?limit=50&order[id]=asc');
      const names = Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('ufCrm'));
      const valued = { rows, total: 0, lastId: 0 };
      for (const name of names) {
        const value = commonValues(valued, name).find((one) => /^[\p{L}\d]{1,20}$/u.test(String(one)));
        if (value === undefined) continue;
        const inside = rows.filter((row) => fold(String(row[name])) === fold(String(value)));
        const asked = `limit=50&order[id]=asc&${condition(`[${name}]`, value)}`;
        const got = (await api.get(`/v1/contacts?${asked}`)).rows.filter((row) => idOf(row) <= idOf(rows.at(-1)));
        if (inside.length === rows.length) continue;
        return same(got.map(idOf).join(), inside.map(idOf).join(), EXACT);
      }
      return finds(api, 'filter[ufCrm_none]=1', () => false);
    },
  },
  coded('filter.unknown-field', '§9 "unknown filter field"', '400 INVALID_FILTER_FIELD', 'filter[noSuchField]=1'),
  coded('filter.unknown-operator', '§1 "unknown operator"', '400 INVALID_FILTER_OPERATOR', 'filter[id][$near]=1'),
  coded('filter.from-to', '§3 "Dates"', '400 INVALID_FILTER_OPERATOR', 'filter[createdTime][from]=2024-01-01'),
  coded('filter.not-an-object', '§1 "filter syntax error"', '400 INVALID_FILTER', 'filter=id'),
  coded('filter.bad-number', '§3 "Codes": has invalid value', '400 INVALID_FILTER', 'filter[companyId]=many'),
  coded('filter.bad-date', '§3 "Codes": has invalid value', '400 INVALID_FILTER', 'filter[>createdTime]=soon'),
  {
    id: 'filter.operators-listed',
    source: '§3 "Server\'s own list"',
    expected: 'the message lists $gte and !=',
    async run(api) {
      const { error } = await api.get('/v1/contacts?filter[id][$near]=1');
      const listed = error.message.includes('$gte') && error.message.includes('!=');
      return listed ? 'the message lists $gte and !=' : `message "${error.message}"`;
    },
  },
];

function middleId({ rows }: Sample): number {
  return idOf(rows[Math.floor(rows.length / 2)]);
}

/** Makes a check of one comparison of ids in three spellings, combined with a condition on a user. */
function compared(name: string, keys: readonly string[], holds: (value: number, pivot: number) => boolean): Check {
  return exact(`filter.syntaxes.${name}`, '§3 "Syntax"', (sample) => {
    const user = Number(middleValue(sample, 'assignedById'));
    // The pivot satisfies the second condition, so that ">" and ">=" differ.
    const pivot = middleId({ ...sample, rows: sample.rows.filter((row) => Number(row['assignedById']) <= user) });
    const [, prefixed = ''] = keys;
    const body = { [prefixed.slice(1, -1)]: pivot };
    // Without the second condition an order by id alone could return the same rows.
    const also = condition('[<=assignedById]', user);
    return {
      spellings: [...keys.map((key) => `${condition(key, pivot)}&${also}`), { ...body, '<=assignedById': user }],
      satisfies: (row) =>
        holds(idOf(row), pivot) && !isEmpty(row['assignedById']) && Number(row['assignedById']) <= user,
    };
  });
}
