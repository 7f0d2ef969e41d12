import { infiniteQueryOptions, QueryClient } from '@tanstack/react-query';
import { gql, GraphQLClient } from 'graphql-request';

interface ContactList {
  contacts: {
    nodes: { contactId: number; lastName: string | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const contactList = gql`
  query ContactList($after: String) {
    contacts(first: 50, after: $after) {
      nodes {
        contactId
        lastName
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const gateway = new GraphQLClient('http://127.0.0.1:4000/graphql', { headers: { 'X-Api-Key': 'vibe_api_sandbox' } });

const contactPages = infiniteQueryOptions({
  queryKey: ['contacts'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    gateway.request<ContactList>({ document: contactList, variables: { after: pageParam }, signal }),
  getNextPageParam: ({ contacts: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
});

// In a component: const { data, hasNextPage, fetchNextPage } = useInfiniteQuery(contactPages);
const queryClient = new QueryClient();
const { pages } = await queryClient.fetchInfiniteQuery({ ...contactPages, pages: Number.POSITIVE_INFINITY });
queryClient.clear();

console.log(`${pages.flatMap(({ contacts }) => contacts.nodes).length} contacts`);
