import { endAtEmptyPages } from '@contacts/client';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { Client, fetchExchange, gql, type RequestPolicy } from '@urql/core';
import { describe, expect, test } from 'vitest';
import { expectEndOnEmptyPage } from './empty-last-page.ts';
import { type ClientWalk, exact, walkCases, type WalkTask, walkUnderChurn } from './exact-walk.ts';

interface Page {
  readonly contacts: {
    readonly edges: readonly { readonly node: { readonly contactId: number } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const pageQuery = gql<Page, Record<string, unknown>>`
  query ContactList($first: Int!, $after: String, $orderBy: [ContactOrder!]) {
    contacts(first: $first, after: $after, orderBy: $orderBy) {
      edges {
        node {
          id
          contactId
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** A list on the screen, with a button for more. */
async function openList(
  { url, headers, fetch, pageSize, orderBy }: WalkTask,
  pagination = endAtEmptyPages(relayPagination()),
) {
  const client = new Client({
    url,
    fetch,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [cacheExchange({ resolvers: { Query: { contacts: pagination } } }), fetchExchange],
  });
  const variables = { first: pageSize, orderBy };
  const read = async (after: string | null, requestPolicy: RequestPolicy = 'cache-first') => {
    const { data, error } = await client.query(pageQuery, { ...variables, after }, { requestPolicy }).toPromise();
    if (error) throw error;
    return (data as Page).contacts;
  };
  // The store returns all pages read so far, joined, for any one of them.
  let shown = await read(null);
  return {
    ids: () => shown.edges.map(({ node }) => node.contactId),
    pageInfo: () => shown.pageInfo,
    more: async (requestPolicy: RequestPolicy = 'cache-first') => {
      shown = await read(shown.pageInfo.endCursor, requestPolicy);
    },
    close: () => {},
  };
}

const walk: ClientWalk = async (task) => {
  const list = await openList(task);
  while (list.pageInfo().hasNextPage) await list.more();
  return list.ids();
};

describe('urql graphcache with relayPagination that ends at empty pages', () => {
  test.each(walkCases)('urql walks exactly while contacts are created and deleted: %s', async (_name, options) => {
    expect(await walkUnderChurn(walk, options)).toEqual(exact);
  });

  test('urql ends a list on an empty page, and finds contacts that are created afterwards', async () => {
    await expectEndOnEmptyPage(openList, async (list, newId) => {
      expect(list.pageInfo().hasNextPage).toBe(false);
      await list.more('network-only');
      expect(list.ids().at(-1)).toBe(newId);
      expect(list.pageInfo().hasNextPage).toBe(false);
    });
  });

  test('without the extension, relayPagination ignores an empty page and its pageInfo', async () => {
    const open = (task: WalkTask) => openList(task, relayPagination());
    await expectEndOnEmptyPage(open, async (list, newId) => {
      // relayPagination skips pages without edges: it does not see that the list has ended.
      expect(list.pageInfo().hasNextPage).toBe(true);
      await list.more('network-only');
      expect(list.ids().at(-1)).toBe(newId);
      expect(list.pageInfo().hasNextPage).toBe(false);
    });
  });
});
