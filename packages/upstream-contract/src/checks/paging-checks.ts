import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { ids, idOf, same, totalOf } from './sample.ts';
import { fold, isEmpty } from './values.ts';

const contacts = '/v1/contacts';
const select = 'select=id,name,lastName,companyId';
const ordered = `${select}&order[lastName]=asc&order[id]=asc`;
const notEmpty = 'filter[!lastName]=';

/** Facts that exact pages depend on: pages are contiguous, and rows are in the order of comparisons. */
export const pagingChecks: readonly Check[] = [
  {
    id: 'paging.limit-honoured',
    source: 'SEED "Parameters": limit',
    expected: '1, 49, 50, 51',
    async run(api) {
      await atLeast(api, 51);
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
      await atLeast(api, 77);
      const whole = await api.get(`${contacts}?limit=120&select=id&order[id]=asc`);
      const part = await api.get(`${contacts}?limit=60&offset=17&select=id&order[id]=asc`);
      return same(ids(part.rows), ids(whole.rows.slice(17, 77)), 'rows 17 to 76 as in one list');
    },
  },
  {
    id: 'paging.without-total',
    source: '§1 "withTotal"',
    expected: '200, same rows, no total, hasMore true',
    async run(api) {
      await atLeast(api, 6);
      const counted = await api.get(`${contacts}?limit=5&select=id&order[id]=asc`);
      const { status, rows, meta } = await api.get(`${contacts}?limit=5&select=id&order[id]=asc&withTotal=false`);
      const which = ids(rows) === ids(counted.rows) ? 'same rows' : 'other rows';
      const total = typeof meta['total'] === 'number' ? 'a total' : 'no total';
      return `${status}, ${which}, ${total}, hasMore ${String(meta['hasMore'])}`;
    },
  },
  {
    id: 'paging.next-after-id',
    source: '§1 "nextAfterId recipe"',
    expected: ['the last id', 'absent'],
    async run(api) {
      await atLeast(api, 6);
      const { rows, meta } = await api.get(`${contacts}?limit=5&select=id&order[id]=asc&withTotal=false`);
      const { nextAfterId } = meta;
      if (nextAfterId === undefined) return 'absent';
      return Number(nextAfterId) === idOf(rows.at(-1))
        ? 'the last id'
        : `${JSON.stringify(nextAfterId)} after ${ids(rows)}`;
    },
  },
  {
    id: 'paging.empties-ascending',
    source: 'pagination rule "Empty keys sort at one end"; §11.7: NULL before ""',
    expected: 'first',
    run: (api) => whereEmptiesAre(api, 'asc'),
  },
  {
    id: 'paging.empties-descending',
    source: 'pagination rule "Empty keys sort at one end"; §11.7: NULL before ""',
    expected: 'last',
    run: (api) => whereEmptiesAre(api, 'desc'),
  },
  {
    id: 'paging.empties-not-in-range',
    source: '§9 silent: as SQL null; §11.7: NULL and ""',
    expected: ['none in <', 'some of them in <'],
    async run(api) {
      const { v, lower } = await middle(api);
      const empties = await totalOf(api, 'filter[lastName]=');
      if (empties === 0) inconclusive('contacts without a last name');
      const more = (await totalOf(api, `filter[<lastName]=${v}`)) - lower;
      if (more === 0) return 'none in <';
      return more > 0 && more < empties ? 'some of them in <' : `${more} of ${empties} in <`;
    },
  },
  {
    id: 'paging.ranges-complement',
    source: '§3 "Operators" on text',
    expected: '< and >= make all with a value, so do <= and >',
    async run(api) {
      const { v, lower, some } = await middle(api);
      const [from, upTo, above] = [
        await totalOf(api, `filter[>=lastName]=${v}`),
        await totalOf(api, `filter[<=lastName]=${v}&${notEmpty}`),
        await totalOf(api, `filter[>lastName]=${v}`),
      ];
      if (above === 0 && lower + from === some && upTo === some) inconclusive('last names above the middle one');
      const equal = upTo - lower;
      if (lower + from === some && upTo + above === some && equal > 0 && above > 0) {
        return '< and >= make all with a value, so do <= and >';
      }
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
      const walked = await api.get(`${contacts}?limit=10&offset=${lower}&${ordered}&${notEmpty}`);
      return atValue(anchored.rows, v, walked.rows, '>= starts where the order has the value');
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
      const walked = await api.get(`${contacts}?limit=10&offset=${above}&${order}&${notEmpty}`);
      return atValue(anchored.rows, v, walked.rows, '<= ends where the order has the value');
    },
  },
  {
    id: 'paging.ties-are-equal',
    source: '§9 "case sensitivity"',
    expected: '= finds exactly the rows that tie in the order',
    async run(api) {
      const { v, lower } = await middle(api);
      const equal = await totalOf(api, `filter[lastName]=${v}`);
      if (equal === 0) return 'no rows have the value';
      const limit = Math.min(equal, 50);
      const byFilter = await api.get(`${contacts}?limit=${limit}&${select}&order[id]=asc&filter[lastName]=${v}`);
      const byOrder = await api.get(`${contacts}?limit=${limit}&offset=${lower}&${ordered}&${notEmpty}`);
      return atValue(byFilter.rows, v, byOrder.rows, '= finds exactly the rows that tie in the order');
    },
  },
  {
    id: 'paging.keyset-by-id',
    source: '§10 rule 2; §1 "nextAfterId recipe"',
    expected: 'two windows are one list',
    async run(api) {
      await atLeast(api, 12);
      const whole = await api.get(`${contacts}?limit=12&select=id&order[id]=asc`);
      const first = whole.rows.slice(0, 6);
      const next = await api.get(
        `${contacts}?limit=6&select=id&order[id]=asc&filter[>id]=${idOf(first.at(-1))}&withTotal=false`,
      );
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
      const totals = [await totalOf(api, ''), await totalOf(api, notEmpty)];
      if (all === some && totals[0] === totals[1]) inconclusive('contacts without a last name');
      if (all === totals[0] && some === totals[1]) return 'count equals total, with and without a filter';
      return `counts ${String(all)} and ${String(some)}, totals ${totals.join(' and ')}`;
    },
  },
];

/** Last name in the middle of the order, number of rows before it, and number of rows with a last name. */
async function middle(api: ContractApi): Promise<{ v: string; lower: number; some: number }> {
  const some = await totalOf(api, notEmpty);
  const offset = Math.min(Math.floor(some / 2), 2000);
  const { rows } = await api.get(`${contacts}?limit=1&offset=${offset}&${ordered}&${notEmpty}`);
  const lastName = rows[0]?.['lastName'];
  if (some === 0 || typeof lastName !== 'string' || lastName === '') inconclusive('contacts with a last name');
  const v = encodeURIComponent(lastName);
  const lower = await totalOf(api, `filter[<lastName]=${v}&${notEmpty}`);
  if (lower === 0) inconclusive('last names below the middle one');
  return { v, lower, some };
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Returns the text if both are the same rows and begin with the value. */
function atValue(rows: Rows, v: string, others: Rows, text: string): string {
  const first = fold(rows[0]?.['lastName']);
  if (first !== fold(decodeURIComponent(v))) return `first is ${first || 'none'} instead of ${decodeURIComponent(v)}`;
  return same(ids(rows), ids(others), text);
}

async function whereEmptiesAre(api: ContractApi, direction: 'asc' | 'desc'): Promise<string> {
  const [empties, valued] = [await totalOf(api, 'filter[lastName]='), await totalOf(api, notEmpty)];
  if (empties === 0 || valued === 0) inconclusive('contacts with and without a last name');
  const { rows } = await api.get(`${contacts}?limit=50&${select}&order[lastName]=${direction}&order[id]=${direction}`);
  if (rows.length === 0) return 'no rows';
  // All of them are at one end of the page.
  const first = rows.slice(0, Math.min(empties, 50));
  if (first.every((row) => isEmpty(row['lastName']))) return 'first';
  return rows.slice(0, Math.min(valued, 50)).some((row) => isEmpty(row['lastName'])) ? 'among the others' : 'last';
}

function countOf(data: unknown): unknown {
  return membersOf(data)['count'];
}
