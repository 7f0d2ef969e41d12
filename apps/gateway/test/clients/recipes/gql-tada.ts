import type { introspection, scalars } from '@contacts/client/gql-tada';
import { initGraphQLTada, type ResultOf } from 'gql.tada';
import { GraphQLClient } from 'graphql-request';

const graphql = initGraphQLTada<{ introspection: introspection; scalars: scalars }>();

const contactList = graphql(`
  query ContactList($filter: ContactFilter, $after: String) {
    contacts(first: 50, after: $after, filter: $filter) {
      nodes {
        contactId
        lastName
        createdTime
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const gateway = new GraphQLClient('http://127.0.0.1:4000/graphql', { headers: { 'X-Api-Key': 'vibe_api_sandbox' } });

const contacts: NonNullable<ResultOf<typeof contactList>['contacts']>['nodes'] = [];
let after: string | null = null;
do {
  const page: ResultOf<typeof contactList> = await gateway.request(contactList, { after });
  // In graphql-request, a failed read throws: null is a value of the schema, and does not occur here.
  contacts.push(...(page.contacts?.nodes ?? []));
  after = page.contacts?.pageInfo.hasNextPage ? page.contacts.pageInfo.endCursor : null;
} while (after !== null);

console.log(`${contacts.length} contacts`);
