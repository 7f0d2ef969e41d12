import { type ContactRow, toContactRow } from './contact.ts';
import type { ContactField } from './contact-fields.ts';
import type { Credentials } from './credentials.ts';
import { encodeFilter } from './encode-filter.ts';
import { encodeListRequest } from './encode-list.ts';
import { UpstreamError } from './errors.ts';
import type { ContactFilter } from './filter.ts';
import type { ListQuery } from './list-query.ts';
import type { CallOptions, Upstream, UpstreamAnswer } from './upstream.ts';

/** The rows of one list read. */
export interface ListAnswer {
  readonly rows: readonly ContactRow[];
  /** Whether more rows match behind these. */
  readonly hasMore: boolean;
  /** All rows that match the read's filter, if it asked for them to be counted. */
  readonly total?: number;
}

/** A field as the portal describes it (contract §2, `GET /v1/contacts/fields`). */
export interface FieldDescription {
  readonly name: string;
  readonly type: string;
  readonly title: string | null;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
}

/** The endpoints of contacts, bound to one caller. */
export interface ContactsApi {
  /** One call: `GET /v1/contacts`, or POST search where the query has no GET form. */
  list(query: ListQuery): Promise<ListAnswer>;
  /** One call for at most {@link MAX_IDS_PER_CALL} ids; contacts that do not exist or are not visible are missing. */
  getByIds(ids: readonly number[], fields: ReadonlySet<ContactField>): Promise<ReadonlyMap<number, ContactRow>>;
  /** How many contacts match, exact at any number (contract §2, aggregate). */
  count(filter: ContactFilter): Promise<number>;
  /** The portal's field list. */
  fields(): Promise<readonly FieldDescription[]>;
  /** The host of the caller's portal, e.g. `example.bitrix24.ru` (contract §6, `GET /v1/me`). */
  portal(): Promise<string>;
}

/** Larger id lists take more than one of the upstream's inner pages of 50 (contract §5). */
export const MAX_IDS_PER_CALL = 50;

/**
 * The contacts of one caller.
 * @example
 * const contacts = createContactsApi(upstream, { apiKey }, { signal });
 * const { rows } = await contacts.list({ filter: [], order: [{ field: 'id', direction: 'asc' }], … });
 */
export function createContactsApi(
  upstream: Upstream,
  credentials: Credentials,
  options: CallOptions = {},
): ContactsApi {
  const list = async (query: ListQuery): Promise<ListAnswer> => {
    const request = encodeListRequest(query);
    return toListAnswer(await upstream.request(request, credentials, options), query, request.endpoint);
  };
  return {
    list,
    async getByIds(ids, fields) {
      const { rows } = await list({
        filter: [{ field: 'id', operator: 'in', value: ids }],
        order: [{ field: 'id', direction: 'asc' }],
        offset: 0,
        limit: ids.length,
        fields,
        withTotal: false,
      });
      return new Map(rows.map((row) => [row.id, row]));
    },
    async count(filter) {
      const request = {
        endpoint: 'POST /v1/contacts/aggregate',
        method: 'POST',
        path: '/v1/contacts/aggregate',
      } as const;
      const { data } = await upstream.request(
        { ...request, body: { filter: encodeFilter(filter) } },
        credentials,
        options,
      );
      const count = (data as { count?: unknown } | null)?.count;
      if (!isCount(count)) throw outsideContract(request.endpoint, 'no count');
      return count;
    },
    async fields() {
      const request = { endpoint: 'GET /v1/contacts/fields', method: 'GET', path: '/v1/contacts/fields' } as const;
      const { data } = await upstream.request(request, credentials, options);
      return toFieldDescriptions(data);
    },
    async portal() {
      const request = { endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me' } as const;
      const { data } = await upstream.request(request, credentials, options);
      const portal = (data as { portal?: unknown } | null)?.portal;
      if (typeof portal !== 'string' || !/^[a-z0-9.-]+$/i.test(portal))
        throw outsideContract(request.endpoint, 'no portal');
      return portal;
    },
  };
}

function toListAnswer({ data, meta, envelope }: UpstreamAnswer, query: ListQuery, endpoint: string): ListAnswer {
  if (!Array.isArray(data)) throw outsideContract(endpoint, 'no list of rows');
  const rows = data.slice(0, query.limit).map(toContactRow);
  // Older answers have the total beside `data` (contract §1).
  const total = meta['total'] ?? envelope['total'];
  if (query.withTotal && !isCount(total)) throw outsideContract(endpoint, 'no total');
  if (query.withTotal && isCount(total)) {
    // The upstream says `hasMore` on an exactly final page at times (contract §1): where the total is known, it wins.
    return { rows, total, hasMore: query.offset + rows.length < total };
  }
  const hasMore = meta['hasMore'];
  if (typeof hasMore !== 'boolean') throw outsideContract(endpoint, 'no hasMore');
  return { rows, hasMore: hasMore || data.length > query.limit };
}

function toFieldDescriptions(data: unknown): readonly FieldDescription[] {
  // The page's own example reads `data`, live clients read `data.fields` (contract §2).
  const object = (data ?? {}) as Readonly<Record<string, unknown>>;
  const fields = (object['fields'] ?? object) as Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  return Object.entries(fields).map(([name, field]) => ({
    name,
    type: typeof field?.['type'] === 'string' ? field['type'] : 'string',
    title: typeof field?.['title'] === 'string' ? field['title'] : null,
    isRequired: field?.['isRequired'] === true,
    isReadOnly: (field?.['isReadOnly'] ?? field?.['readonly']) === true,
  }));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function outsideContract(endpoint: string, what: string): UpstreamError {
  return new UpstreamError('bad_response', `${endpoint}: the upstream's answer has ${what}.`);
}
