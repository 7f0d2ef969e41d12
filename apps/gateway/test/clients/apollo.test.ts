import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { keys } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { type ClientWalk, exact, walkCases, type WalkTask, walkUnderChurn } from './exact-walk.ts';
import { expectEndOnEmptyPage } from './empty-last-page.ts';

interface Page {
  readonly contacts: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly contactId: number } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const pageQuery: TypedDocumentNode<Page, Record<string, unknown>> = gql`
  query ContactList($first: Int!, $after: String, $orderBy: [ContactOrder!]) {
    contacts(first: $first, after: $after, orderBy: $orderBy) {
      edges {
        cursor
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
async function openList({ url, headers, fetch, pageSize, orderBy }: WalkTask) {
  const client = new ApolloClient({
    link: new HttpLink({ uri: url, headers, fetch }),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { contacts: relayStylePagination(['filter', 'orderBy']) } } },
    }),
  });
  const variables = { first: pageSize, orderBy };
  const list = client.watchQuery({ query: pageQuery, variables });
  const subscription = list.subscribe({});
  await client.query({ query: pageQuery, variables });
  const shown = () => (client.readQuery({ query: pageQuery, variables }) as Page).contacts;
  return {
    ids: () => shown().edges.map(({ node }) => node.contactId),
    pageInfo: () => shown().pageInfo,
    more: () => list.fetchMore({ variables: { after: shown().pageInfo.endCursor } }),
    close: () => {
      subscription.unsubscribe();
      client.stop();
    },
  };
}

const walk: ClientWalk = async (task) => {
  const list = await openList(task);
  while (list.pageInfo().hasNextPage) await list.more();
  list.close();
  return list.ids();
};

describe('Apollo Client with relayStylePagination', () => {
  test.each(walkCases)(
    'Apollo Client walks exactly while contacts are created and deleted: %s',
    async (_name, options) => {
      expect(await walkUnderChurn(walk, options)).toEqual(exact);
    },
  );

  test('Apollo Client ends a list on an empty page, and finds contacts that are created afterwards', async () => {
    await expectEndOnEmptyPage(openList, async (list, newId) => {
      expect(list.pageInfo().hasNextPage).toBe(false);
      await list.more();
      expect(list.ids().at(-1)).toBe(newId);
    });
  });
});

test('Apollo’s persisted queries link sends texts once it learns that hashes are not accepted', async () => {
  await using gateway = await startGatewayWithSandbox();
  const sent: Record<string, unknown>[] = [];
  const client = new ApolloClient({
    link: new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex') }).concat(
      new HttpLink({
        uri: `${gateway.url}/graphql`,
        headers: { 'x-api-key': keys.all },
        fetch: (url, init) => {
          sent.push(JSON.parse(init?.body as string) as Record<string, unknown>);
          return fetch(url, init);
        },
      }),
    ),
    cache: new InMemoryCache(),
  });
  for (const first of [1, 2]) {
    const { data } = await client.query({ query: pageQuery, variables: { first } });
    expect(data?.contacts.edges).toHaveLength(first);
  }
  client.stop();
  expect(sent.map(({ query }) => typeof query)).toEqual(['undefined', 'string', 'string']);
});
