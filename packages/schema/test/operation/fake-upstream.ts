import {
  type CallerOptions,
  companies,
  contacts,
  type FieldKind,
  type FieldTable,
  UpstreamError,
  users,
} from '@contacts/core';
import { decodeAnswer } from '../../../core/src/wire/answer.ts';
import { type Random, randomOf } from './random.ts';

type Upstream = CallerOptions['upstream'];
type Request = Parameters<Upstream['request']>[0];

/** Values in the place of an expected one: empty, odd, or of a wrong shape. */
const oddValues: readonly unknown[] = [
  null,
  '',
  undefined,
  'Zoë Ünïcode 😀',
  'a "quoted" \\ text\n\u2028\u0000',
  '\ud83d',
  0,
  '0',
  1.2345678901234567e19,
  2 ** 31,
  -5.5,
  'Y',
  'N',
  true,
  false,
  [],
  [{ VALUE: '+1 2' }, { value: 'b', valueType: 'WORK' }],
  {},
  { deep: [1, { a: null }] },
  '2024-07-22T18:00:08+03:00',
  'not a date',
];

const usualValues: Readonly<Record<string, (random: Random) => unknown>> = {
  companyId: (random) => random.pick([1, 2, 3, 4, 5, null]),
  assignedById: (random) => 1 + random.below(4),
  createdBy: (random) => 1 + random.below(4),
  updatedBy: (random) => 1 + random.below(4),
  sourceId: (random) => random.pick(['WEB', 'CALL', 'GONE', null]),
  typeId: (random) => random.pick(['CLIENT', null]),
  honorific: (random) => random.pick(['MR', null]),
  createdTime: () => '2024-07-22T18:00:08+03:00',
  updatedTime: () => '2025-01-02T03:04:05+03:00',
  opened: (random) => random.pick([true, 'N', false]),
  leadId: (random) => random.below(3),
  phone: (random) => random.pick(['+1 555', null]),
  revenue: (random) => random.below(1000) / 8,
  active: () => true,
};

/** Values of the other fields that rows are copied with, by their kinds. */
const usualOfKind: Partial<Record<FieldKind, (random: Random) => unknown>> = {
  link: (random) => 1 + random.below(4),
  datetime: () => '2024-07-22T18:00:08+03:00',
  boolean: (random) => random.oneIn(2),
};

const fields: FieldTable = { ...users.fields, ...companies.fields, ...contacts.fields };
const memberNames = [...new Set([...Object.keys(usualValues), ...Object.keys(fields), 'ufCrm_1', 'ufCrm_2', 'rqName'])];

/**
 * An upstream in memory whose answers depend on nothing but the seed and what it is asked; it notes what that is. The fault of a
 * lookup does not depend on the other ids that are looked up with it, nor that of a batch on its calls: where an error
 * makes more null than its own place, graphql-js looks up more (`both-ways.ts`).
 */
export function fakeUpstream(seed: string): { readonly upstream: Upstream; readonly asked: string[] } {
  const asked: string[] = [];
  const { oddness, faults } = {
    oddness: randomOf(seed).pick([300, 40, 8, 1e9]),
    faults: randomOf(`f${seed}`).pick([9, 1e9]),
  };
  const upstream = {
    url: 'https://upstream.test',
    async request(request: Request) {
      const key = JSON.stringify([request.method, request.path, request.query, request.body]);
      asked.push(key);
      await Promise.resolve();
      const random = randomOf(`${seed} ${placeOf(request) ?? key}`);
      if (random.oneIn(faults))
        throw new UpstreamError(random.pick(['unavailable', 'forbidden', 'timeout']), 'A fault.');
      // Through its bytes: most rows are looked at as text.
      const bytes = Buffer.from(JSON.stringify({ success: true, ...answerTo(request, random) }));
      return decodeAnswer({ statusCode: 200, headers: {} }, [bytes], request.endpoint);
    },
  };
  let batches = 0;
  return { upstream: upstream as unknown as Upstream, asked };

  /** A name of a batch or a lookup by ids, whatever is asked for in it. */
  function placeOf({ path, query = '', body }: Request): string | undefined {
    if (path === '/v1/batch') return `batch ${(batches += 1)}`;
    return idsOf(query, body ?? {}).length > 0 ? `lookup ${path}` : undefined;
  }

  function answerTo({ path, query = '', body }: Request, random: Random) {
    if (path === '/v1/batch') return { data: batch(body as Batch), meta: {} };
    if (path === '/v1/me') return { data: { portal: 'portal.test', scopes: ['crm'] }, meta: {} };
    if (path === '/v1/contacts/fields') return { data: fieldList(), meta: {} };
    if (path === '/v1/companies/aggregate') return { data: { count: 7 }, meta: {} };
    if (path === '/v1/contacts/aggregate') {
      return {
        data: {
          count: 12,
          groups: [
            { sourceId: 'WEB', assignedById: 3, count: 7 },
            { sourceId: null, assignedById: '91', count: 5 },
          ],
        },
        meta: {},
      };
    }
    const entity = path.split('/')[2] ?? '';
    const params = new URLSearchParams(query);
    const search = (body ?? {}) as Search;
    const ids = idsOf(query, search);
    const limit = search.limit ?? Number(params.get('limit') ?? 50);
    return list(entity, { ids: ids.map(Number), limit, withCompany: params.get('include') === 'company' }, random);
  }

  function batch({ calls }: Batch) {
    const results: Record<string, unknown> = {};
    const errors: Record<string, unknown> = {};
    const meta: Record<string, unknown> = {};
    for (const { id, ...call } of calls) {
      const { entity, action, params } = call;
      const random = randomOf(`${seed} ${params?.filter?.id?.$in ? `lookup ${entity}` : JSON.stringify(call)}`);
      if (random.oneIn(faults)) errors[id] = { code: 'ACCESS_DENIED' };
      else if (action === 'fields') results[id] = fieldList();
      else {
        const ids = params?.filter?.id?.$in ?? [];
        const found = list(entity, { ids, limit: params?.limit ?? 50, withCompany: false }, random);
        results[id] = found.data;
        meta[id] = found.meta;
      }
    }
    return { results, errors, meta };
  }

  function list(
    entity: string,
    { ids, limit, withCompany }: { ids: readonly number[]; limit: number; withCompany: boolean },
    random: Random,
  ) {
    const count = entity === 'statuses' ? 4 : Math.min(limit, random.below(6));
    const found = ids.length > 0 ? ids.filter((id) => id < 90) : Array.from({ length: count }, (_, at) => at + 1);
    const data = found.map((id) => ({ ...row(entity, id), ...(withCompany ? included(entity, id) : {}) }));
    return { data, meta: { hasMore: false, total: data.length } };
  }

  function included(entity: string, id: number) {
    const { companyId } = row(entity, id);
    return typeof companyId === 'number' && companyId > 0
      ? { _included: { company: row('companies', companyId) } }
      : { _included: { company: null } };
  }

  function row(entity: string, id: number): Record<string, unknown> {
    if (entity === 'statuses') {
      const [entityId, statusId] =
        [
          ['SOURCE', 'WEB'],
          ['SOURCE', 'CALL'],
          ['CONTACT_TYPE', 'CLIENT'],
          ['HONORIFIC', 'MR'],
        ][id - 1] ?? [];
      return { id, entityId, statusId, name: `Status ${id}`, sort: id * 10 };
    }
    const values = memberNames
      .filter((name) => name !== 'id')
      .map((name) => {
        const random = randomOf(`${seed} ${entity} ${id} ${name}`);
        return [name, random.oneIn(oddness) ? random.pick(oddValues) : usualValue(name, random, id)];
      });
    return { id, ...Object.fromEntries(values), ...(entity === 'requisites' ? { entityId: id } : {}) };
  }
}

function usualValue(name: string, random: Random, id: number): unknown {
  const usual = usualValues[name] ?? usualOfKind[fields[name]?.kind ?? 'text'];
  return usual ? usual(random) : `${name} ${id}`;
}

interface Search {
  readonly filter?: { readonly id?: { readonly $in?: readonly number[] } };
  readonly limit?: number;
}

interface Batch {
  readonly calls: readonly { id: string; entity: string; action: string; params?: Search }[];
}

/** Returns the ids that are looked up. */
function idsOf(query: string, { filter }: Search): readonly (string | number)[] {
  const ofQuery = [...new URLSearchParams(query)].flatMap(([name, id]) => (name.startsWith('filter[id]') ? [id] : []));
  return filter?.id?.$in ?? ofQuery;
}

function fieldList() {
  return {
    name: { type: 'string', title: 'Name', isRequired: true },
    ufCrm_1: { type: 'enumeration', title: 'One', items: [{ id: '1', value: 'a' }], isMultiple: true },
    ufCrm_2: { type: 'money', title: null },
  };
}
