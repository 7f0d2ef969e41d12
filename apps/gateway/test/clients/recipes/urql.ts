import { endAtEmptyPages } from '@contacts/client';
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';

interface ContactList {
  contacts: {
    edges: { node: { id: string; lastName: string | null } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const contactList = gql<ContactList, { first: number; after: string | null }>`
  query ContactList($first: Int!, $after: String) {
    contacts(first: $first, after: $after) {
      edges {
        node {
          id
          lastName
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const client = new Client({
  url: 'http://127.0.0.1:4000/graphql',
  fetchOptions: { headers: { 'X-Api-Key': 'vibe_api_sandbox' } },
  preferGetMethod: false,
  exchanges: [cacheExchange({ resolvers: { Query: { contacts: endAtEmptyPages(relayPagination()) } } }), fetchExchange],
});

// In a component: const [{ data }] = useQuery({ query: contactList, variables: { first: 50, after } });
async function read(after: string | null): Promise<ContactList['contacts']> {
  const { data, error } = await client.query(contactList, { first: 50, after }).toPromise();
  if (!data) throw error ?? new Error('There is no data.');
  // All pages that were read so far, joined by the cache.
  return data.contacts;
}

let shown = await read(null);
while (shown.pageInfo.hasNextPage) shown = await read(shown.pageInfo.endCursor);

console.log(`${shown.edges.length} contacts`);
