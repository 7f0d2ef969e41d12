/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query ContactCard($id: ID!) {\n  contact(id: $id) {\n    id\n    contactId\n    name\n    lastName\n    secondName\n    post\n    phones {\n      type\n      value\n    }\n    emails {\n      type\n      value\n    }\n    company {\n      id\n      title\n    }\n    assignedBy {\n      id\n      name\n      lastName\n    }\n    type {\n      statusId\n      name\n    }\n    source {\n      statusId\n      name\n    }\n    sourceDescription\n    comments\n    createdTime\n    updatedTime\n    cardUrl\n  }\n}": typeof types.ContactCardDocument,
    "query ContactsPage($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    totalCount\n    nodes {\n      id\n      contactId\n      name\n      lastName\n      phone\n      email\n      companyId\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.ContactsPageDocument,
    "query WalkContacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        contactId\n        name\n        lastName\n        secondName\n        phone\n        email\n        companyId\n        post\n        typeId\n        sourceId\n        assignedById\n        createdTime\n        updatedTime\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.WalkContactsDocument,
};
const documents: Documents = {
    "query ContactCard($id: ID!) {\n  contact(id: $id) {\n    id\n    contactId\n    name\n    lastName\n    secondName\n    post\n    phones {\n      type\n      value\n    }\n    emails {\n      type\n      value\n    }\n    company {\n      id\n      title\n    }\n    assignedBy {\n      id\n      name\n      lastName\n    }\n    type {\n      statusId\n      name\n    }\n    source {\n      statusId\n      name\n    }\n    sourceDescription\n    comments\n    createdTime\n    updatedTime\n    cardUrl\n  }\n}": types.ContactCardDocument,
    "query ContactsPage($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    totalCount\n    nodes {\n      id\n      contactId\n      name\n      lastName\n      phone\n      email\n      companyId\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.ContactsPageDocument,
    "query WalkContacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        contactId\n        name\n        lastName\n        secondName\n        phone\n        email\n        companyId\n        post\n        typeId\n        sourceId\n        assignedById\n        createdTime\n        updatedTime\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.WalkContactsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ContactCard($id: ID!) {\n  contact(id: $id) {\n    id\n    contactId\n    name\n    lastName\n    secondName\n    post\n    phones {\n      type\n      value\n    }\n    emails {\n      type\n      value\n    }\n    company {\n      id\n      title\n    }\n    assignedBy {\n      id\n      name\n      lastName\n    }\n    type {\n      statusId\n      name\n    }\n    source {\n      statusId\n      name\n    }\n    sourceDescription\n    comments\n    createdTime\n    updatedTime\n    cardUrl\n  }\n}"): typeof import('./graphql.ts').ContactCardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ContactsPage($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    totalCount\n    nodes {\n      id\n      contactId\n      name\n      lastName\n      phone\n      email\n      companyId\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').ContactsPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WalkContacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {\n  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        id\n        contactId\n        name\n        lastName\n        secondName\n        phone\n        email\n        companyId\n        post\n        typeId\n        sourceId\n        assignedById\n        createdTime\n        updatedTime\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').WalkContactsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
