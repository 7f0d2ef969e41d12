import type { Check } from './check.ts';
import type { ContractApi } from './contract-api.ts';
import { coded, ids, same, totalOf } from './list-checks.ts';

const list = '/v1/contacts?limit=20&select=id,name,companyId,typeId&order[id]=asc';

/** The three filter syntaxes and the operators (contract §3). */
export const filterChecks: readonly Check[] = [
  {
    id: 'filter.number-as-text',
    source: 'SEED "Examples"; §3 "Numeric query strings"',
    expected: 'only rows of the company',
    async run(api) {
      const company = await someCompany(api);
      const { rows } = await api.get(`${list}&filter[companyId]=${company}`);
      const others = rows.filter((row) => Number(row['companyId']) !== company).length;
      return rows.length > 0 && others === 0 ? 'only rows of the company' : `${rows.length} rows, ${others} of others`;
    },
  },
  alike('filter.syntaxes.gte', '§3 "Syntax"', ['filter[id][$gte]=20', 'filter[>=id]=20', 'filter[id][>=]=20']),
  alike('filter.syntaxes.gt', '§3 "Syntax"', [
    'filter[id][$gt]=20',
    'filter[>id]=20',
    'filter[id][>]=20',
    'filter[id][$gte]=21',
  ]),
  alike('filter.syntaxes.ne', '§3 "Syntax"', [
    'filter[typeId][$ne]=CLIENT',
    'filter[!typeId]=CLIENT',
    'filter[typeId][!]=CLIENT',
    'filter[typeId][!=]=CLIENT',
  ]),
  alike('filter.syntaxes.contains', '§3 "Substring"', [
    'filter[name][$contains]=an',
    'filter[%name]=an',
    'filter[name][%]=an',
  ]),
  alike('filter.in', '§1 "arrays"; §3 "Arrays"', [
    'filter[id][0]=17&filter[id][1]=18',
    'filter[id][]=17&filter[id][]=18',
    'filter[id][$in][]=17&filter[id][$in][]=18',
  ]),
  {
    id: 'filter.and',
    source: '§3 "several conditions are AND"',
    expected: 'lower than both',
    async run(api) {
      const [both, first, second] = [
        await totalOf(api, 'filter[>=id]=20&filter[<id]=40'),
        await totalOf(api, 'filter[>=id]=20'),
        await totalOf(api, 'filter[<id]=40'),
      ];
      return both <= first && both <= second ? 'lower than both' : `${both} of ${first} and ${second}`;
    },
  },
  {
    id: 'filter.empty-in',
    source: '§9 "empty $in: []"',
    expected: '200, 0 rows',
    async run(api) {
      const { status, rows } = await api.post('/v1/contacts/search', { filter: { id: { $in: [] } }, limit: 1 });
      return `${status}, ${rows.length} rows`;
    },
  },
  {
    id: 'filter.case-insensitive',
    source: '§9 "case sensitivity"',
    expected: 'equal totals',
    async run(api) {
      const name = await someName(api);
      const asIs = await totalOf(api, `filter[name]=${encodeURIComponent(name)}`);
      const upper = await totalOf(api, `filter[name]=${encodeURIComponent(name.toUpperCase())}`);
      return same(upper, asIs, 'equal totals');
    },
  },
  coded('filter.unknown-field', '§9 "unknown filter field"', '400 INVALID_FILTER_FIELD', 'filter[noSuchField]=1'),
  coded('filter.unknown-operator', '§1 "unknown operator"', '400 INVALID_FILTER_OPERATOR', 'filter[id][$near]=1'),
  coded('filter.from-to', '§3 "Dates"', '400 INVALID_FILTER_OPERATOR', 'filter[createdTime][from]=2024-01-01'),
  coded('filter.not-an-object', '§1 "filter syntax error"', '400 INVALID_FILTER', 'filter=id'),
  {
    id: 'filter.operators-listed',
    source: '§3 "Server\'s own list"',
    expected: 'the message lists $gte and !=',
    async run(api) {
      const { error } = await api.get('/v1/contacts?filter[id][$near]=1');
      return error.message.includes('$gte') && error.message.includes('!=')
        ? 'the message lists $gte and !='
        : error.message;
    },
  },
  {
    id: 'filter.date',
    source: '§3 "Dates"',
    expected: 'before and from make all',
    async run(api) {
      const day = encodeURIComponent('2022-06-01T00:00:00+03:00');
      const before = await totalOf(api, `filter[<createdTime]=${day}`);
      const since = await totalOf(api, `filter[>=createdTime]=${day}`);
      return same(before + since, await totalOf(api, ''), 'before and from make all');
    },
  },
  {
    id: 'search.same-as-list',
    source: 'SEED "When to use search"; §2 "POST /v1/contacts/search"',
    expected: 'the same rows and total',
    async run(api) {
      const byGet = await api.get('/v1/contacts?limit=5&select=id&filter[>=id]=20&order[id]=desc');
      const body = { filter: { id: { $gte: 20 } }, limit: 5, select: ['id'], order: { id: 'desc' } };
      const bySearch = await api.post('/v1/contacts/search', body);
      const got = `${ids(bySearch.rows)} of ${String(bySearch.meta['total'])}`;
      return same(got, `${ids(byGet.rows)} of ${String(byGet.meta['total'])}`, 'the same rows and total');
    },
  },
  {
    id: 'search.sort-type',
    source: '§2 "sort of wrong type"',
    expected: '400 INVALID_SORT_TYPE',
    run: async (api) => (await api.post('/v1/contacts/search', { sort: 5 })).outcome,
  },
  {
    id: 'search.unstable-offset',
    source: '§2 "Windowed search"',
    expected: '400 UNSTABLE_OFFSET_PAGINATION',
    async run(api) {
      const filter = { createdTime: { $gte: '2024-01-01', $lt: '2024-06-01' } };
      return (await api.post('/v1/contacts/search', { filter, offset: 50, limit: 50 })).outcome;
    },
  },
];

/** A check that several spellings of one filter give the same rows. */
function alike(id: string, source: string, filters: readonly [string, ...string[]]): Check {
  return {
    id,
    source,
    expected: 'all alike',
    async run(api) {
      const answers: string[] = [];
      for (const filter of filters) {
        const { rows, outcome } = await api.get(`${list}&${filter}`);
        answers.push(outcome === '200' ? ids(rows) : outcome);
      }
      const other = answers.findIndex((answer) => answer !== answers[0]);
      return other === -1
        ? 'all alike'
        : `${filters[other] ?? ''}: ${answers[other] ?? ''} instead of ${answers[0] ?? ''}`;
    },
  };
}

async function someCompany(api: ContractApi): Promise<number> {
  const { rows } = await api.get(list);
  return Number(rows.find((row) => Number(row['companyId']) > 0)?.['companyId'] ?? 1);
}

async function someName(api: ContractApi): Promise<string> {
  const { rows } = await api.get(list);
  const names = rows.flatMap((row) => (typeof row['name'] === 'string' && row['name'] !== '' ? [row['name']] : []));
  return names[0] ?? 'Ivan';
}
