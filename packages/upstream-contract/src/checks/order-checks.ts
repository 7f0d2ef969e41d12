import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import type { ContractApi, Row } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { coded } from './make-checks.ts';
import { ids, idOf, same, sampleOf } from './sample.ts';
import { fold, instant, isEmpty } from './values.ts';

const contacts = '/v1/contacts';

/** Order of a list: its spellings, several keys, and lists above 50 rows. */
export const orderChecks: readonly Check[] = [
  descending('order.id', 'order[id]=desc', 'SEED "Parameters": order'),
  descending('order.upper-case', 'order[id]=DESC', '§1 "upper case also used by clients"'),
  descending('order.sort-minus', 'sort=-id', '§1 "sort"'),
  descending('order.sort-brackets', 'sort[id]=DESC', '§11.2 `sort[name]=ASC`'),
  descending('order.sort-colon', 'sort=id:desc', '§11.2 `sort=id:asc`'),
  {
    id: 'order.ascending',
    source: 'SEED "Parameters": order',
    expected: 'ascending, and another row first than descending',
    async run(api) {
      await atLeast(api, 2);
      const { rows } = await api.get(`${contacts}?limit=40&select=id&order[id]=asc`);
      const [last] = (await api.get(`${contacts}?limit=40&select=id&order[id]=desc`)).rows;
      const right = sorted(rows, (before, row) => idOf(before) < idOf(row)) && idOf(last) > idOf(rows[0]);
      return right ? 'ascending, and another row first than descending' : ids(rows);
    },
  },
  byMember('order.time', 'updatedTime', ({ updatedTime }) => instant(updatedTime)),
  byMember('order.number', 'assignedById', ({ assignedById }) => Number(assignedById)),
  {
    id: 'order.several-keys',
    source: 'SEED "Parameters": order; §1 "order"',
    expected: 'every group of the first key in order of the second',
    async run(api) {
      const { rows } = await api.get(
        `${contacts}?${await fifty(api)}&select=id,assignedById&order[assignedById]=desc&order[id]=desc`,
      );
      if (rows.length === 50 && new Set(rows.map(({ assignedById }) => assignedById)).size < 2) {
        inconclusive('two responsible people');
      }
      const right = sorted(rows, (before, row) => {
        const [a, b] = [Number(before['assignedById']), Number(row['assignedById'])];
        return a === b ? idOf(before) > idOf(row) : a > b;
      });
      return right ? 'every group of the first key in order of the second' : 'in another order';
    },
  },
  {
    id: 'order.mixed-directions',
    source: 'SEED "Parameters": order; §1 "order"',
    expected: 'each key in its direction',
    async run(api) {
      await atLeast(api, 2);
      const { rows } = await api.get(
        `${contacts}?${await fifty(api)}&select=id,assignedById&order[assignedById]=asc&order[id]=desc`,
      );
      const right = sorted(rows, (before, row) => {
        const [a, b] = [Number(before['assignedById']), Number(row['assignedById'])];
        return a === b ? idOf(before) > idOf(row) : a < b;
      });
      return right && rows.length > 1 ? 'each key in its direction' : 'in another order';
    },
  },
  {
    id: 'order.above-50-rows',
    source: '§11.13: auto-pagination above 50 rows may order by id only',
    expected: 'the rows of the pages of 40',
    async run(api) {
      await atLeast(api, 120);
      const order = 'select=id,lastName&order[lastName]=desc&order[id]=desc';
      const whole = await api.get(`${contacts}?limit=120&${order}`);
      const pages: Row[] = [];
      for (const offset of [0, 40, 80]) {
        pages.push(...(await api.get(`${contacts}?limit=40&offset=${offset}&${order}`)).rows);
      }
      if (ids(pages) === ids(pages.toSorted((a, b) => idOf(b) - idOf(a)))) inconclusive('last names in another order');
      return same(ids(whole.rows), ids(pages), 'the rows of the pages of 40');
    },
  },
  {
    id: 'order.repeatable',
    source: '§1 "order"; §10 rule 2',
    expected: 'the same rows again',
    async run(api) {
      const path = `${contacts}?limit=50&select=id&order[typeId]=asc&order[id]=asc`;
      const [one, two] = [await api.send(path, {}), await api.send(path, {})];
      return same(ids(two.rows), ids(one.rows), 'the same rows again');
    },
  },
  {
    id: 'order.two-kinds-of-empties',
    source: '§11.7: ORDER BY puts NULL before "" and 0',
    expected: ['one kind: in the order of ids', 'two kinds: two runs of ids'],
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=50&select=id,companyId&order[companyId]=asc&order[id]=asc`);
      const filled = rows.findIndex((row) => !isEmpty(row['companyId']));
      const empties = filled === -1 ? rows : rows.slice(0, filled);
      if (empties.length < 3) inconclusive('three contacts without a company');
      if (filled !== -1 && rows.slice(filled).some((row) => isEmpty(row['companyId']))) return 'empties among others';
      const breaks = empties.filter((row, at) => at > 0 && idOf(empties[at - 1]) >= idOf(row)).length;
      if (breaks > 1) return `${breaks + 1} runs of ids`;
      return breaks === 0 ? 'one kind: in the order of ids' : 'two kinds: two runs of ids';
    },
  },
  coded('order.unknown-field', '§1 "unknown sort field"', '400 UNKNOWN_SORT_FIELD', 'order[noSuchField]=asc'),
  coded('order.direction', '§9 "unknown order field"', '400 INVALID_SORT_DIRECTION', 'order[id]=up'),
];

function descending(id: string, query: string, source: string): Check {
  return {
    id,
    source,
    expected: 'descending ids',
    async run(api) {
      await atLeast(api, 2);
      const { rows, outcome } = await api.get(`${contacts}?limit=40&select=id&${query}`);
      if (outcome !== '200') return outcome;
      const right = rows.length > 1 && sorted(rows, (before, row) => idOf(before) > idOf(row));
      return right ? 'descending ids' : ids(rows);
    },
  };
}

/** Makes a check that the values of a member ascend, with ties in the order of ids, and that not all rows are ties. */
function byMember(id: string, member: string, valueOf: (row: Row) => number): Check {
  return {
    id,
    source: 'SEED "Parameters": order',
    expected: 'rising values',
    async run(api: ContractApi) {
      const { rows } = await api.get(
        `${contacts}?${await fifty(api)}&select=id,${member}&order[${member}]=asc&order[id]=asc`,
      );
      const values = rows.filter((row) => !isEmpty(row[member]));
      if (new Set(values.map((row) => fold(String(row[member])))).size < 2) inconclusive(`two values of ${member}`);
      const right = sorted(values, (before, row) => {
        const [a, b] = [valueOf(before), valueOf(row)];
        return a === b ? idOf(before) < idOf(row) : a < b;
      });
      return right ? 'rising values' : 'in another order';
    },
  };
}

/** Returns query text for the first 50 contacts by id: above 50 rows the order may be another one (contract §11.13). */
async function fifty(api: ContractApi): Promise<string> {
  await atLeast(api, 50);
  const { rows } = await sampleOf(api);
  return `limit=50&filter[<=id]=${idOf(rows[49])}`;
}

function sorted(rows: readonly Row[], inOrder: (before: Row, row: Row) => boolean): boolean {
  return rows.every((row, at) => at === 0 || inOrder(rows[at - 1] ?? {}, row));
}
