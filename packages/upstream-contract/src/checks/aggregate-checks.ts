import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf, type Row, textOf } from '../run/contract-api.ts';
import { totalOf } from './sample.ts';
import { condition, isEmpty } from './values.ts';

const path = '/v1/contacts/aggregate';
/** Maximum number of records that an aggregate with groups loads (contract §11.4). */
const mostLoaded = 5000;

/** POST /v1/contacts/aggregate (contract §2, §11.4). */
export const aggregateChecks: readonly Check[] = [
  {
    id: 'aggregate.groups',
    source: '§2 "POST /v1/contacts/aggregate"',
    expected: 'each group has the total of its list',
    async run(api) {
      const { count, groups } = await grouped(api, { groupBy: 'typeId' });
      if (count > mostLoaded) inconclusive('at most 5000 contacts');
      const coded = groups.filter(({ typeId }) => !isEmpty(typeId)).slice(0, 3);
      if (coded.length < 2 && count > 0) inconclusive('contacts of two types');
      for (const { typeId, count: own } of coded) {
        const total = await totalOf(api, `filter[typeId]=${encodeURIComponent(String(typeId))}`);
        if (own !== total) return `${String(typeId)}: ${String(own)} instead of ${total}`;
      }
      const sum = sumOf(groups);
      return sum === count ? 'each group has the total of its list' : `groups of ${sum} of ${count}`;
    },
  },
  {
    id: 'aggregate.groups.above-5000',
    source: '§11.4: with groupBy records are loaded, and cut at 5,000',
    expected: ['exact', 'cut at 5000, reported by meta.truncated'],
    async run(api) {
      const { count, groups, meta } = await grouped(api, { groupBy: 'assignedById' });
      if (count <= mostLoaded) inconclusive('more than 5000 contacts');
      const sum = sumOf(groups);
      if (sum === count) return 'exact';
      const reported = meta['truncated'] === true ? 'reported by meta.truncated' : 'not reported';
      return sum >= mostLoaded - 1 && sum <= mostLoaded + 1
        ? `cut at 5000, ${reported}`
        : `groups of ${sum} of ${count}`;
    },
  },
  {
    id: 'aggregate.count-above-5000',
    source: '§11.4: only a plain count is exact at any size',
    expected: 'the total of the list',
    async run(api) {
      const { count } = await grouped(api, {});
      if (count <= mostLoaded) inconclusive('more than 5000 contacts');
      return count === (await totalOf(api, '')) ? 'the total of the list' : String(count);
    },
  },
  {
    id: 'aggregate.groups.several',
    source: '§2 "groupBy string|string[] (≤5)"',
    expected: 'a group for each pair, together the count',
    async run(api) {
      const { count, groups } = await grouped(api, {
        groupBy: ['typeId', 'assignedById'],
        filter: { '!typeId': '' },
      });
      if (count > mostLoaded) inconclusive('at most 5000 contacts with a type');
      const pairs = new Set(groups.map(({ typeId, assignedById }) => `${String(typeId)} ${String(assignedById)}`));
      const types = new Set(groups.map(({ typeId }) => typeId)).size;
      if (groups.some((group) => !('typeId' in group && 'assignedById' in group))) return 'groups of one field';
      if (pairs.size === types) inconclusive('contacts of one type with two responsible people');
      const whole = pairs.size === groups.length && sumOf(groups) === count;
      return whole ? 'a group for each pair, together the count' : `${pairs.size} pairs, ${sumOf(groups)} of ${count}`;
    },
  },
  {
    id: 'aggregate.filter',
    source: '§2 "filter"; §3 "same for GET list, search, aggregate"',
    expected: 'the totals of the list, with the filter in two syntaxes',
    async run(api) {
      const { groups } = await grouped(api, { groupBy: 'typeId' });
      const { typeId, count: own } = groups.find((group) => !isEmpty(group['typeId'])) ?? {};
      if (typeId === undefined) inconclusive('contacts with a type');
      const all = await totalOf(api, '');
      const total = await totalOf(api, condition('[typeId]', textOf(typeId)));
      if (total === all) inconclusive('contacts of two types');
      const counts = [
        (await grouped(api, { filter: { typeId } })).count,
        all - (await grouped(api, { filter: { typeId: { $ne: typeId } } })).count,
      ];
      if (all <= mostLoaded) counts.push(Number(own));
      const right = counts.every((count) => count === total);
      return right ? 'the totals of the list, with the filter in two syntaxes' : `${counts.join()} instead of ${total}`;
    },
  },
  {
    id: 'aggregate.functions',
    source: '§2 "aggregates:{field:{fn:value}}"',
    expected: 'the count of "*"',
    async run(api) {
      const body = { aggregate: [{ field: '*', function: 'count' }] };
      const data = membersOf((await api.post(path, body)).data);
      const counted = membersOf(membersOf(data['aggregates'])['*'])['count'];
      const total = await totalOf(api, '');
      return counted === total && data['count'] === total ? 'the count of "*"' : `${String(counted)} of ${total}`;
    },
  },
  rejected('aggregate.bad-group', '§2 "Bad field"', '400 INVALID_PARAMS', { groupBy: 'name' }),
  rejected('aggregate.too-many-groups', '§2 "groupBy (≤5)"', '400 VALIDATION_ERROR', {
    groupBy: ['typeId', 'sourceId', 'assignedById', 'typeId', 'sourceId', 'assignedById'],
  }),
  rejected('aggregate.bad-filter', '§3 "same for GET list, search, aggregate"', '400 INVALID_FILTER_FIELD', {
    filter: { noSuchField: 1 },
  }),
];

function rejected(id: string, source: string, expected: string, body: unknown): Check {
  return { id, source, expected, run: async (api) => (await api.post(path, body)).outcome };
}

async function grouped(api: ContractApi, body: unknown): Promise<{ count: number; groups: readonly Row[]; meta: Row }> {
  const { data, outcome } = await api.post(path, body);
  const { count, groups, meta } = membersOf(data);
  if (typeof count !== 'number') throw new Error(`no count: ${outcome}`);
  return { count, groups: Array.isArray(groups) ? groups.map(membersOf) : [], meta: membersOf(meta) };
}

function sumOf(groups: readonly Row[]): number {
  return groups.reduce((sum, group) => sum + Number(group['count']), 0);
}
