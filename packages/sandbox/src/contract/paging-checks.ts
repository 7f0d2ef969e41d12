import type { Check } from './check.ts';
import type { ContractApi, Row } from './contract-api.ts';
import { ids, same, totalOf } from './list-checks.ts';

const contacts = '/v1/contacts';
const select = 'select=id,name,lastName,companyId';
const ordered = `${select}&order[lastName]=asc&order[id]=asc`;
const notBlank = 'filter[!lastName]=';

/** What exact pages rest on: the order of rows and the order of comparisons must be one. */
export const pagingChecks: readonly Check[] = [
  {
    id: 'paging.several-sort-keys',
    source: 'SEED "Parameters": order; §1 "order"',
    expected: 'every group of the first key in order of the second',
    async run(api) {
      const { rows } = await api.get(
        `${contacts}?limit=500&select=id,assignedById&order[assignedById]=desc&order[id]=desc`,
      );
      const wrong = rows.findIndex((row, at) => at > 0 && !inOrder(rows[at - 1], row));
      return wrong === -1 ? 'every group of the first key in order of the second' : `wrong at row ${wrong}`;
    },
  },
  {
    id: 'paging.limit-honoured',
    source: 'SEED "Parameters": limit',
    expected: '1, 49, 50, 51',
    async run(api) {
      const lengths: number[] = [];
      for (const limit of [1, 49, 50, 51]) {
        lengths.push((await api.get(`${contacts}?limit=${limit}&select=id&order[id]=asc`)).rows.length);
      }
      return lengths.join(', ');
    },
  },
  {
    id: 'paging.any-offset',
    source: 'SEED "Parameters": offset; §5 "50 rows per page, fixed"',
    expected: 'rows 17 to 76 as in one list',
    async run(api) {
      const whole = await api.get(`${contacts}?limit=120&select=id&order[id]=asc`);
      const part = await api.get(`${contacts}?limit=60&offset=17&select=id&order[id]=asc`);
      return same(ids(part.rows), ids(whole.rows.slice(17, 77)), 'rows 17 to 76 as in one list');
    },
  },
  {
    id: 'paging.without-total',
    source: '§1 "withTotal"',
    expected: '200, same rows, hasMore boolean',
    async run(api) {
      const counted = await api.get(`${contacts}?limit=5&select=id&order[id]=asc`);
      const { status, rows, meta } = await api.get(`${contacts}?limit=5&select=id&order[id]=asc&withTotal=false`);
      const which = ids(rows) === ids(counted.rows) ? 'same rows' : 'other rows';
      return `${status}, ${which}, hasMore ${typeof meta['hasMore']}`;
    },
  },
  {
    id: 'paging.blank-filter',
    source: '§9 "null filter"; §3 "Null/empty"',
    expected: 'only blanks',
    async run(api) {
      const { rows, outcome } = await api.get(`${contacts}?limit=50&${select}&filter[lastName]=`);
      if (outcome !== '200') return outcome;
      return rows.every((row) => isBlank(row['lastName'])) ? 'only blanks' : 'names among them';
    },
  },
  {
    id: 'paging.not-blank-filter',
    source: '§3 "Null/empty": "!=name":""',
    expected: 'no blanks; with the blanks they are all',
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=50&${ordered}&${notBlank}`);
      const [some, blanks, all] = [
        await totalOf(api, notBlank),
        await totalOf(api, 'filter[lastName]='),
        await totalOf(api, ''),
      ];
      const clean = rows.every((row) => !isBlank(row['lastName'])) ? 'no blanks' : 'blanks among them';
      return `${clean}; ${same(some + blanks, all, 'with the blanks they are all')}`;
    },
  },
  {
    id: 'paging.blanks-ascending',
    source: 'pagination rule "Empty keys sort at one end"; §9 silent: MySQL order',
    expected: 'blanks first',
    run: (api) => whereBlanksAre(api, 'asc'),
  },
  {
    id: 'paging.blanks-descending',
    source: 'pagination rule "Empty keys sort at one end"; §9 silent: MySQL order',
    expected: 'blanks last',
    run: (api) => whereBlanksAre(api, 'desc'),
  },
  {
    id: 'paging.blanks-not-in-range',
    source: '§9 silent: as SQL null',
    expected: 'no blanks in <',
    async run(api) {
      const { v, lower } = await middle(api);
      return same(await totalOf(api, `filter[<lastName]=${v}`), lower, 'no blanks in <');
    },
  },
  {
    id: 'paging.ranges-complement',
    source: '§3 "Operators" on text',
    expected: '< and >= make all that is not blank, so do <= and >',
    async run(api) {
      const { v, lower, some } = await middle(api);
      const [from, upTo, above] = [
        await totalOf(api, `filter[>=lastName]=${v}`),
        await totalOf(api, `filter[<=lastName]=${v}&${notBlank}`),
        await totalOf(api, `filter[>lastName]=${v}`),
      ];
      if (lower + from === some && upTo + above === some) return '< and >= make all that is not blank, so do <= and >';
      return `${lower} + ${from}, ${upTo} + ${above} of ${some}`;
    },
  },
  {
    id: 'paging.range-in-sort-order',
    source: '§3 "Operators" on text; §1 "order"',
    expected: '>= starts where the order has the value',
    async run(api) {
      const { v, lower } = await middle(api);
      const anchored = await api.get(`${contacts}?limit=10&${ordered}&filter[>=lastName]=${v}`);
      const walked = await api.get(`${contacts}?limit=10&offset=${lower}&${ordered}&${notBlank}`);
      return same(ids(anchored.rows), ids(walked.rows), '>= starts where the order has the value');
    },
  },
  {
    id: 'paging.descending-range',
    source: '§3 "Operators" on text; §1 "order"',
    expected: '<= ends where the order has the value',
    async run(api) {
      const { v } = await middle(api);
      const above = await totalOf(api, `filter[>lastName]=${v}`);
      const order = `${select}&order[lastName]=desc&order[id]=desc`;
      const anchored = await api.get(`${contacts}?limit=10&${order}&filter[<=lastName]=${v}`);
      const walked = await api.get(`${contacts}?limit=10&offset=${above}&${order}&${notBlank}`);
      return same(ids(anchored.rows), ids(walked.rows), '<= ends where the order has the value');
    },
  },
  {
    id: 'paging.ties-are-equal',
    source: '§9 "case sensitivity"',
    expected: '= finds exactly the rows that tie in the order',
    async run(api) {
      const { v, lower } = await middle(api);
      const equal = await totalOf(api, `filter[lastName]=${v}`);
      const limit = Math.min(equal, 50);
      const byFilter = await api.get(`${contacts}?limit=${limit}&${select}&order[id]=asc&filter[lastName]=${v}`);
      const byOrder = await api.get(`${contacts}?limit=${limit}&offset=${lower}&${ordered}&${notBlank}`);
      return same(ids(byFilter.rows), ids(byOrder.rows), '= finds exactly the rows that tie in the order');
    },
  },
  {
    id: 'paging.keyset-by-id',
    source: '§10 rule 2; §1 "nextAfterId recipe"',
    expected: 'two windows are one list',
    async run(api) {
      const whole = await api.get(`${contacts}?limit=12&select=id&order[id]=asc`);
      const first = whole.rows.slice(0, 6);
      const last = String(first.at(-1)?.['id']);
      const next = await api.get(`${contacts}?limit=6&select=id&order[id]=asc&filter[>id]=${last}&withTotal=false`);
      return same(ids([...first, ...next.rows]), ids(whole.rows), 'two windows are one list');
    },
  },
  {
    id: 'paging.count-is-total',
    source: '§2 "POST /v1/contacts/aggregate"; SEED "meta.total"',
    expected: 'count equals total, with and without a filter',
    async run(api) {
      const all = countOf((await api.post('/v1/contacts/aggregate', {})).data);
      const some = countOf((await api.post('/v1/contacts/aggregate', { filter: { '!lastName': '' } })).data);
      if (all === (await totalOf(api, '')) && some === (await totalOf(api, notBlank))) {
        return 'count equals total, with and without a filter';
      }
      return `${String(all)} and ${String(some)}`;
    },
  },
];

/** The last name in the middle of the order, and how many rows are below it. */
async function middle(api: ContractApi): Promise<{ v: string; lower: number; some: number }> {
  const some = await totalOf(api, notBlank);
  const { rows } = await api.get(
    `${contacts}?limit=1&offset=${Math.min(Math.floor(some / 2), 2000)}&${ordered}&${notBlank}`,
  );
  const lastName = rows[0]?.['lastName'];
  const v = encodeURIComponent(typeof lastName === 'string' ? lastName : '');
  return { v, lower: await totalOf(api, `filter[<lastName]=${v}&${notBlank}`), some };
}

async function whereBlanksAre(api: ContractApi, direction: 'asc' | 'desc'): Promise<string> {
  const blanks = await totalOf(api, 'filter[lastName]=');
  if (blanks === 0) return `no blanks to see, ${direction === 'asc' ? 'blanks first' : 'blanks last'} untested`;
  const { rows } = await api.get(`${contacts}?limit=1&${select}&order[lastName]=${direction}&order[id]=${direction}`);
  return isBlank(rows[0]?.['lastName']) ? 'blanks first' : 'blanks last';
}

/** By responsible person descending, then id descending. */
function inOrder(before: Row | undefined, row: Row): boolean {
  const [a, b] = [Number(before?.['assignedById']), Number(row['assignedById'])];
  return a === b ? Number(before?.['id']) > Number(row['id']) : a > b;
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function countOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'count' in data ? data.count : undefined;
}
