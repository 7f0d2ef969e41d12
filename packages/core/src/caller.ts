import type { ContactRow } from './contact.ts';
import type { ContactField } from './contact-fields.ts';
import { createContactsApi, type FieldDescription } from './contacts.ts';
import type { Credentials } from './credentials.ts';
import { createLoaders } from './loaders.ts';
import { completeOrder, type OrderKey } from './order.ts';
import { createCursorCodec } from './pages/cursor.ts';
import { checkedPageSize } from './pages/page-args.ts';
import type { PageRequest } from './pages/plan-page.ts';
import { type PageWithTotal, readPage } from './pages/read-page.ts';
import type { EmptyValues } from './pages/segments.ts';
import { cardUrl, type Portals } from './portals.ts';
import type { CallOptions, Upstream } from './upstream.ts';

/** What a connection is asked for, as a caller says it: cursors are still texts. */
export interface ConnectionArgs extends Pick<PageRequest, 'filter' | 'fields' | 'wants' | 'first' | 'last'> {
  readonly orderBy: readonly OrderKey[];
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** A page and the cursors of its rows, which are made only when they are asked for. */
export interface ContactConnection extends Omit<PageWithTotal, 'positions'> {
  cursorOf(index: number): string;
}

/** Everything that one operation of one caller can read. */
export interface Caller {
  /**
   * A page of contacts.
   * @throws InvalidArgumentError, BadCursorError before anything is sent; UpstreamError
   */
  contacts(args: ConnectionArgs): Promise<ContactConnection>;
  /** One contact, or `null` if there is none that this caller may see. */
  contact(id: number, fields: ReadonlySet<ContactField>): Promise<ContactRow | null>;
  /** The page of a contact in Bitrix24 itself. */
  cardUrl(id: number): Promise<string>;
  /** The portal's list of contact fields. */
  contactFields(): Promise<readonly FieldDescription[]>;
}

export interface CallerOptions {
  readonly upstream: Upstream;
  readonly portals: Portals;
  readonly paging: PagingOptions;
}

export interface PagingOptions {
  /** Signs and verifies cursors: the first signs, all verify. */
  readonly cursorSecrets: readonly [string, ...string[]];
  /** Where the upstream sorts empty values. */
  readonly emptyValues: EmptyValues;
}

/**
 * The view of one caller for the time of one operation: loaders are made here, and nothing of them is kept.
 * @example
 * const caller = createCaller({ upstream, portals, paging }, { apiKey }, { signal });
 * const { rows } = await caller.contacts({ filter: [], orderBy: [], fields: new Set(['name']), wants });
 */
export function createCaller(
  { upstream, portals, paging }: CallerOptions,
  credentials: Credentials,
  options: CallOptions = {},
): Caller {
  const api = createContactsApi(upstream, credentials, options);
  const loaders = createLoaders(api);
  const reads = {
    list: loaders.lists.load.bind(loaders.lists),
    count: loaders.counts.load.bind(loaders.counts),
  };
  let portal: Promise<string> | undefined;

  return {
    async contacts({ orderBy, after, before, ...args }) {
      const size = checkedPageSize(args);
      const order = completeOrder(orderBy, args.filter);
      const codec = createCursorCodec(paging.cursorSecrets, args.filter, order);
      const { positions, ...page } = await readPage(
        {
          ...args,
          ...size,
          order,
          after: after === undefined ? undefined : codec.decode('after', after),
          before: before === undefined ? undefined : codec.decode('before', before),
        },
        reads,
        paging.emptyValues,
      );
      return {
        ...page,
        cursorOf(index) {
          const position = positions[index];
          if (!position) throw new RangeError(`A page of ${positions.length} rows has no row ${index}.`);
          return codec.encode(position);
        },
      };
    },
    contact: (id, fields) => loaders.contacts.load({ id, fields }),
    cardUrl: async (id) => cardUrl(await (portal ??= portals.hostOf(credentials, options)), id),
    contactFields: () => api.fields(),
  };
}
