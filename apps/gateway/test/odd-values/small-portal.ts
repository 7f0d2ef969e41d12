import type { IncomingMessage } from 'node:http';
import { type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';

/** A record as an upstream holds it. */
export type Raw = Readonly<Record<string, unknown>>;

/** A record that is in every list of its entity, whatever the filter, since it cannot be identified. */
export class OddRecord {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** The records of a portal, by the entities of the upstream, and the `data` of its field list. */
export interface PortalRecords {
  readonly contacts: readonly (Raw | OddRecord)[];
  readonly companies?: readonly (Raw | OddRecord)[];
  readonly users?: readonly (Raw | OddRecord)[];
  readonly statuses?: readonly (Raw | OddRecord)[];
  readonly requisites?: readonly (Raw | OddRecord)[];
  readonly fields?: unknown;
}

export interface SmallPortal extends ScriptedUpstream {
  /** The requests so far, such as `GET /v1/contacts` or `batch: users list, contacts fields`. */
  readonly calls: readonly string[];
  /** The selected members of contacts, call by call. */
  readonly selections: readonly (readonly string[])[];
  /** Replaces the records, and forgets the requests so far. */
  reset(records: PortalRecords): void;
}

interface ListParams {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly order: Readonly<Record<string, string>>;
  readonly limit: number;
  readonly select?: readonly string[] | undefined;
}

interface BatchCall extends ListParams {
  readonly id: string;
  readonly entity: keyof PortalRecords;
  readonly action: string;
  readonly entityId?: number;
  readonly params?: ListParams;
}

/**
 * Starts an upstream whose records hold any JSON; the sandbox has typed columns. It implements lists, searches and batches
 * of them, and the conditions of pages and lookups; it compares as JavaScript does.
 */
export async function startSmallPortal(initial: PortalRecords): Promise<SmallPortal> {
  let records = initial;
  const calls: string[] = [];
  const selections: (readonly string[])[] = [];
  const upstream = await startScriptedUpstream((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream');
      const body = await jsonOf(request);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: true, ...answer(pathname, searchParams, body) }));
    })();
  });
  return Object.assign(upstream, {
    calls,
    selections,
    reset(next: PortalRecords) {
      records = next;
      calls.length = 0;
      selections.length = 0;
    },
  });

  function answer(path: string, query: URLSearchParams, body: unknown): object {
    const [, , entity, tail] = path.split('/') as [string, string, keyof PortalRecords | 'batch', string?];
    if (entity === 'batch') return { data: answerBatch((body as { calls: readonly BatchCall[] }).calls) };
    calls.push(`${body === undefined ? 'GET' : 'POST'} ${path}`);
    if (tail === 'fields') return { data: records.fields };
    if (tail !== undefined && tail !== 'search')
      return { data: recordsOf('contacts').find(({ id }) => id === Number(tail)) };
    return list(entity, body === undefined ? paramsOf(query) : (body as ListParams));
  }

  function answerBatch(batch: readonly BatchCall[]): object {
    calls.push(`batch: ${batch.map(({ entity, action }) => `${entity} ${action}`).join(', ')}`);
    const results: Record<string, unknown> = {};
    const meta: Record<string, unknown> = {};
    for (const { id, entity, action, entityId, params } of batch) {
      if (action === 'fields') results[id] = records.fields;
      else if (action === 'get') results[id] = recordsOf(entity).find((record) => record['id'] === entityId);
      else {
        const listed = list(entity, params as ListParams);
        results[id] = listed.data;
        meta[id] = listed.meta;
      }
    }
    return { results, meta, errors: {} };
  }

  function recordsOf(entity: keyof PortalRecords): readonly Raw[] {
    return allOf(entity).filter((record): record is Raw => !(record instanceof OddRecord));
  }

  function allOf(entity: keyof PortalRecords): readonly (Raw | OddRecord)[] {
    return (records[entity] ?? []) as readonly (Raw | OddRecord)[];
  }

  function list(entity: keyof PortalRecords, { filter, order, limit, select }: ListParams) {
    if (entity === 'contacts') selections.push(select ?? ['*']);
    const found = recordsOf(entity)
      .filter((record) => Object.entries(filter).every(([field, condition]) => passes(record[field], condition)))
      .toSorted((a, b) => compare(a, b, order))
      .map((record) => (select ? onlyMembers(record, select) : record));
    const odd = allOf(entity).flatMap((record) => (record instanceof OddRecord ? [record.value] : []));
    const all = [...odd, ...found];
    return { data: all.slice(0, limit), meta: { total: all.length, hasMore: all.length > limit } };
  }
}

function onlyMembers(record: Raw, names: readonly string[]): Raw {
  return Object.fromEntries(names.flatMap((name) => (name in record ? [[name, record[name]]] : [])));
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

function paramsOf(query: URLSearchParams): ListParams {
  const filter: Record<string, unknown> = {};
  const order: Record<string, string> = {};
  for (const [name, value] of query) {
    const [, member = '', field = '', operator] = /^(filter|order)\[(\w+)\](?:\[([$\w]+)\])?$/.exec(name) ?? [];
    if (member === 'order') order[field] = value;
    if (member !== 'filter') continue;
    const before = filter[field] as { $in?: string[] } | undefined;
    if (operator === undefined) filter[field] = value;
    else if (operator.startsWith('$')) filter[field] = { ...before, [operator]: value };
    else filter[field] = { $in: [...(before?.$in ?? []), value] };
  }
  return { filter, order, limit: Number(query.get('limit')), select: query.get('select')?.split(',') };
}

function passes(value: unknown, condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return compareValues(value, condition) === 0;
  return Object.entries(condition).every(([operator, wanted]) => {
    const difference = compareValues(value, wanted);
    switch (operator) {
      case '$gt':
        return difference > 0;
      case '$gte':
        return difference >= 0;
      case '$lt':
        return difference < 0;
      case '$lte':
        return difference <= 0;
      case '$ne':
        return difference !== 0;
      case '$in':
        return (wanted as readonly unknown[]).some((one) => compareValues(value, one) === 0);
      default:
        throw new Error(`The operator ${operator} is not implemented here.`);
    }
  });
}

function compare(a: Raw, b: Raw, order: ListParams['order']): number {
  for (const [field, direction] of Object.entries(order)) {
    const difference = compareValues(a[field], b[field]);
    if (difference !== 0) return direction === 'desc' ? -difference : difference;
  }
  return 0;
}

function compareValues(a: unknown, b: unknown): number {
  const isNumber = typeof a === 'number' || typeof b === 'number';
  const [one, other] = isNumber ? [Number(a), Number(b)] : [textOf(a), textOf(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
