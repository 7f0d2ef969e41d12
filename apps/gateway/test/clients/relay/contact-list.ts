import fragment from './generated/contactList_query.graphql.ts';
import query, { type contactListQuery } from './generated/contactListQuery.graphql.ts';

export type { contactListQuery };
export type { contactListPageQuery } from './generated/contactListPageQuery.graphql.ts';
export type { contactList_query$key } from './generated/contactList_query.graphql.ts';

/** What Relay's Babel plugin would put in the place of the texts: the artifacts made of them, with their hashes. */
export const artifacts = { query, fragment };

/**
 * Relay's compiler reads these texts and writes `generated/` as part of `npm run generate`. It is no dependency, since its
 * package holds the binaries of all platforms, 118 MB: npx fetches it then. A test compares hashes and enums.
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
