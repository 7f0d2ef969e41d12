import type { Client } from './client.ts';
import { GatewayError } from './errors.ts';
import {
  type ContactFilter,
  type ContactOrder,
  WalkContactsDocument,
  type WalkContactsQuery,
} from './generated/graphql.ts';
import { wait, waitMsOf } from './rate-limit.ts';
import type { TypedDocument } from './typed-document.ts';

/** A contact with its place in the walk: given as `after`, with the same filter and order, a walk goes on behind it. */
export type Walked<Node> = Node & { readonly cursor: string };

/** A contact as {@link walkContacts} gives it unless it is told a document. */
export type WalkedContact = NonNullable<WalkContactsQuery['contacts']>['edges'][number]['node'];

/** What the document of a walk has to take and to select; what else it selects on `node` is its own affair. */
export type WalkDocument<Node> = TypedDocument<
  {
    readonly contacts: {
      readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    } | null;
  },
  WalkVariables
>;

interface WalkVariables {
  filter?: ContactFilter | null | undefined;
  orderBy?: readonly ContactOrder[] | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** Which contacts to walk through, and how. */
export interface WalkOptions<Node> {
  readonly filter?: ContactFilter | undefined;
  readonly orderBy?: readonly ContactOrder[] | undefined;
  /** Contacts a request. Default: what the gateway reads exactly in one upstream call, 50 by id and 40 by other orders. */
  readonly pageSize?: number | undefined;
  /** The `cursor` of the contact behind which to begin. */
  readonly after?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Selects other fields: an operation with the variables `filter`, `orderBy`, `first` and `after`. */
  readonly document?: WalkDocument<Node> | undefined;
  /**
   * Told of a page on which something is null that could not be read; the walk goes on with what came. Without it, such
   * a page ends the walk.
   */
  readonly onPartialPage?: ((error: GatewayError) => void) | undefined;
}

/** A page and its own borders are read at once upstream only up to the upstream's inner page of 50 rows. */
const PAGE_SIZE_BY_ID = 50;
/** By any other order the gateway reads rows that tie with the last page's end along with the page: room for ten. */
const PAGE_SIZE = 40;
/** How often a page is asked for again that was refused for the rate or the load: a walk is longer than what any limit lets through. */
const MAX_RETRIES = 5;

/**
 * Goes through all contacts, each exactly once, whatever is created and deleted meanwhile; a page at a time, and no
 * page before it is wanted; whoever waits at a screen goes first. A page that is refused for the rate of
 * requests, or by a gateway with too much to do, is asked for again in due time. A walk that failed goes on with `after: contact.cursor` of the last one that it gave.
 * @throws GatewayError of the page that failed; with the code `NO_PROGRESS` rather than walking in a circle
 * @example
 * for await (const contact of walkContacts(client, { filter: { companyId: { eq: 15 } } })) {
 *   console.log(contact.lastName, contact.phone);
 * }
 */
export async function* walkContacts<Node extends object = WalkedContact>(
  client: Client,
  options: WalkOptions<Node> = {},
): AsyncGenerator<Walked<Node>, void, undefined> {
  const { filter, orderBy, signal, onPartialPage } = options;
  const first = options.pageSize ?? (isById(orderBy) ? PAGE_SIZE_BY_ID : PAGE_SIZE);
  // Without a document of its own, Node is what the default one selects.
  const document = options.document ?? (WalkContactsDocument as unknown as WalkDocument<Node>);

  let after = options.after;
  // One cursor a page: a million contacts in pages of 50 make some megabytes.
  const passed = new Set<string | undefined>([after]);
  for (;;) {
    const contacts = await readPage(document, { filter, orderBy, first, after });
    for (const { cursor, node } of contacts.edges) yield { ...node, cursor };

    // Only this tells the end: a page may be shorter than asked for, or empty, in the middle of a walk.
    if (!contacts.pageInfo.hasNextPage) return;
    const { endCursor } = contacts.pageInfo;
    if (endCursor === null || passed.has(endCursor)) {
      throw new GatewayError('NO_PROGRESS', 'The gateway says that more contacts follow, but gives no new cursor.');
    }
    passed.add(endCursor);
    after = endCursor;
  }

  async function readPage(of: WalkDocument<Node>, variables: WalkVariables, triesLeft = MAX_RETRIES) {
    try {
      const { contacts } = await client
        .execute(of, variables, { signal, priority: 'background' })
        .catch((error: unknown) => partOf(of, error));
      if (!contacts) throw new GatewayError('BAD_RESPONSE', 'A page of the walk has neither contacts nor an error.');
      return contacts;
    } catch (error) {
      const waitMs = waitMsOf(error);
      if (waitMs === undefined || triesLeft === 0) throw error;
      await wait(waitMs, signal);
      return readPage(of, variables, triesLeft - 1);
    }
  }

  function partOf(of: WalkDocument<Node>, error: unknown) {
    const data = error instanceof GatewayError ? error.dataOf(of) : null;
    if (!(error instanceof GatewayError && data?.contacts && onPartialPage)) throw error;
    onPartialPage(error);
    return data;
  }
}

/** Keys behind the id decide nothing: ids are unique. */
function isById(orderBy: readonly ContactOrder[] | undefined): boolean {
  const [first] = orderBy ?? [];
  return first === undefined || first.field === 'CONTACT_ID';
}
