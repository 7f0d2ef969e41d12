import fragment from './generated/contactList_query.graphql.ts';
import query, { type contactListQuery } from './generated/contactListQuery.graphql.ts';

export type { contactListQuery };
export type { contactListPageQuery } from './generated/contactListPageQuery.graphql.ts';
export type { contactList_query$key } from './generated/contactList_query.graphql.ts';

/** What Relay's Babel plugin would put in the place of the texts: the artifacts made of them, with their hashes. */
export const artifacts = { query, fragment };

/**
 * Relay's compiler reads these texts and writes `generated/`: `npx relay-compiler@21.0.1 relay.config.json` in this
 * folder. It is no dependency, since its package holds the binaries of all platforms, 118 MB; a test compares hashes.
 */
const graphql = String.raw;

export const texts = [
  graphql`
    query contactListQuery($first: Int!, $orderBy: [ContactOrder!]) {
      ...contactList_query @arguments(first: $first)
    }
  `,
  graphql`
    fragment contactList_query on Query
    @refetchable(queryName: "contactListPageQuery")
    @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" }) {
      contacts(first: $first, after: $after, orderBy: $orderBy) @connection(key: "contactList_contacts") {
        edges {
          node {
            contactId
          }
        }
      }
    }
  `,
];
