import type { Client } from './client.ts';
import { GatewayError } from './errors.ts';
import {
  type ContactFilter,
  type ContactOrder,
  WalkContactsDocument,
  type WalkContactsQuery,
} from './generated/graphql.ts';
import { retried } from './rate-limit.ts';
import type { TypedDocument } from './typed-document.ts';

/** A contact with its cursor: with that as `after`, and the same filter and order, a walk continues behind it. */
export type Walked<Node> = Node & { readonly cursor: string };

/** A contact as {@link walkContacts} yields it without a `document`. */
export type WalkedContact = NonNullable<WalkContactsQuery['contacts']>['edges'][number]['node'];

/** Variables and selection that a document of a walk must have. On `node` it may select any fields. */
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

/** Options of a walk. */
export interface WalkOptions<Node> {
  readonly filter?: ContactFilter | undefined;
  readonly orderBy?: readonly ContactOrder[] | undefined;
  /** Contacts per request. Default: as many as the gateway reads exactly in one upstream call, 50 by id and 40 by other orders. */
  readonly pageSize?: number | undefined;
  /** The `cursor` of the contact behind which to begin. */
  readonly after?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Selects other fields: an operation with the variables `filter`, `orderBy`, `first` and `after`. */
  readonly document?: WalkDocument<Node> | undefined;
  /**
   * Called with the error of a page that has nulls for values that could not be read; the walk continues. Without it,
   * such a page ends the walk.
   */
  readonly onPartialPage?: ((error: GatewayError) => void) | undefined;
}

/** Rows of the upstream's inner page: larger pages take several reads. */
const PAGE_SIZE_BY_ID = 50;
/** By other orders, the gateway also reads the rows that tie with the end of the last page: room for ten. */
const PAGE_SIZE = 40;

/**
 * Yields all contacts, each exactly once, whatever is created and deleted meanwhile. Reads a page when its first contact is
 * requested, as background traffic. A page that is rejected for the rate of requests or the load of the gateway is requested
 * again after the wait that the error names. A failed walk continues with `after: contact.cursor` of its last contact.
 * @throws GatewayError of the page that failed; with the code `NO_PROGRESS` for a cursor that came before
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
  // Without `document`, Node is the selection of the default one.
  const document = options.document ?? (WalkContactsDocument as unknown as WalkDocument<Node>);

  let after = options.after;
  // One cursor per page: a few megabytes for a million contacts.
  const passed = new Set<string | undefined>([after]);
  for (;;) {
    const variables = { filter, orderBy, first, after };
    const contacts = await retried(() => readPage(document, variables), signal);
    for (const { cursor, node } of contacts.edges) yield { ...node, cursor };

    // The only sign of the end: a page in the middle of a walk may be short or empty.
    if (!contacts.pageInfo.hasNextPage) return;
    const { endCursor } = contacts.pageInfo;
    if (endCursor === null || passed.has(endCursor)) {
      throw new GatewayError('NO_PROGRESS', 'The gateway says that more contacts follow, but gives no new cursor.');
    }
    passed.add(endCursor);
    after = endCursor;
  }

  async function readPage(of: WalkDocument<Node>, variables: WalkVariables) {
    const { contacts } = await client
      .execute(of, variables, { signal, priority: 'background' })
      .catch((error: unknown) => partOf(of, error));
    if (!contacts) throw new GatewayError('BAD_RESPONSE', 'A page of the walk has neither contacts nor an error.');
    return contacts;
  }

  function partOf(of: WalkDocument<Node>, error: unknown) {
    const data = error instanceof GatewayError ? error.dataOf(of) : null;
    if (!(error instanceof GatewayError && data?.contacts && onPartialPage)) throw error;
    onPartialPage(error);
    return data;
  }
}

/** Returns true if the id comes first. Later keys have no effect, since ids are unique. */
function isById(orderBy: readonly ContactOrder[] | undefined): boolean {
  const [first] = orderBy ?? [];
  return first === undefined || first.field === 'CONTACT_ID';
}
