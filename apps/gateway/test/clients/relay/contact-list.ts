import fragment from './generated/contactList_query.graphql.ts';
import query, { type contactListQuery } from './generated/contactListQuery.graphql.ts';

export type { contactListQuery };
export type { contactListPageQuery } from './generated/contactListPageQuery.graphql.ts';
export type { contactList_query$key } from './generated/contactList_query.graphql.ts';

/** The artifacts of the texts with their hashes, as Relay's Babel plugin would insert them. */
export const artifacts = { query, fragment };

/**
 * Relay's compiler reads these texts and writes `generated/` as part of `npm run generate`. It is not a dependency, since its
 * package holds the binaries of all platforms, 118 MB: npx downloads it. A test compares hashes and enums.
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
