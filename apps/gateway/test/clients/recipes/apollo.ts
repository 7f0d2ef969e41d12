import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from '@contacts/client';

interface ContactList {
  contacts: {
    edges: { node: { id: string; lastName: string | null } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const contactList: TypedDocumentNode<ContactList, { first: number; after?: string | null }> = gql`
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

const client = new ApolloClient({
  link: new HttpLink({ uri: 'http://127.0.0.1:4000/graphql', headers: { 'X-Api-Key': 'vibe_api_sandbox' } }),
  cache: new InMemoryCache({
    possibleTypes,
    typePolicies: { Query: { fields: { contacts: relayStylePagination(['filter', 'orderBy']) } } },
  }),
});

// In a component: const { data, fetchMore } = useQuery(contactList, { variables: { first: 50 } });
const variables = { first: 50 };
const list = client.watchQuery({ query: contactList, variables });
const subscription = list.subscribe({});
await client.query({ query: contactList, variables });
// All pages that were read so far, joined by the cache.
const shown = () => client.readQuery({ query: contactList, variables })?.contacts;

while (shown()?.pageInfo.hasNextPage) {
  await list.fetchMore({ variables: { after: shown()?.pageInfo.endCursor ?? null } });
}
subscription.unsubscribe();
client.stop();

console.log(`${shown()?.edges.length} contacts`);
