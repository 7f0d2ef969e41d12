/** An operation of GraphiQL's first tabs. */
export interface ExampleOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The examples, one for each tab, in order; tests run each of them and count its upstream calls. */
export const exampleOperations: readonly ExampleOperation[] = [
  {
    query: `# Press the play button.
# Each tab is an example.
query ContactsOfCompany {
  contacts(
    first: 10
    filter: { companyId: { eq: 15 } }
  ) {
    totalCount
    nodes {
      id
      name
      lastName
      phone
    }
  }
}
`,
  },
  {
    query: `# Contacts with their relations.
query Relations {
  contacts(first: 10) {
    nodes {
      name
      lastName
      company {
        title
        phone
      }
      assignedBy {
        name
        lastName
      }
      source {
        name
      }
    }
  }
}
`,
  },
  {
    query: `# A page of a walk through all contacts.
# For the next one, copy endCursor
# into the variable "after".
query NextPage($after: String) {
  contacts(
    first: 20
    after: $after
    orderBy: [{ field: LAST_NAME }]
  ) {
    edges {
      cursor
      node {
        contactId
        lastName
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { after: null },
  },
  {
    query: `# One contact, by its number in Bitrix24
# or by its global id.
query OneContact($id: ID!) {
  contact(id: $id) {
    id
    name
    lastName
    email
    companyId
    assignedById
    sourceId
    typeId
    createdTime
    cardUrl
  }
}
`,
    variables: { id: '17' },
  },
  {
    query: `# Contacts that changed since a time,
# the latest first.
query ChangedSince($since: DateTime!) {
  contacts(
    filter: { updatedTime: { gte: $since } }
    orderBy: [
      { field: UPDATED_TIME, direction: DESC }
    ]
  ) {
    totalCount
    nodes {
      contactId
      lastName
      updatedTime
    }
  }
}
`,
    variables: { since: '2025-01-01T00:00:00+03:00' },
  },
  {
    query: `# Numbers of contacts that pass the filter:
# all, and by source.
query CountBySource($filter: ContactFilter) {
  contactsAggregate(
    filter: $filter
    groupBy: SOURCE_ID
  ) {
    count
    groups {
      key
      count
    }
  }
}
`,
    variables: { filter: { companyId: { eq: 15 } } },
  },
  {
    query: `# The custom fields of the portal.
query CustomFields {
  contacts(first: 5) {
    nodes {
      name
      customFields {
        field {
          title
          type
        }
        value {
          ... on StringValue {
            string
          }
          ... on NumberValue {
            number
          }
          ... on BooleanValue {
            boolean
          }
          ... on DateTimeValue {
            dateTime
          }
          ... on DateValue {
            date
          }
          ... on MoneyValue {
            amount
            currency
          }
          ... on OptionValue {
            title
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Contacts that pass at least one filter;
# conditions outside "or" hold for all.
query EitherOr {
  contacts(
    first: 10
    filter: {
      opened: { eq: true }
      or: [
        { typeId: { eq: "PARTNER" } }
        { assignedById: { eq: 3 } }
      ]
    }
  ) {
    totalCount
    nodes {
      name
      lastName
      typeId
      assignedById
    }
  }
}
`,
  },
  {
    query: `# A search box: a part of a name, of an
# e-mail address or of a phone number.
query Search($text: String) {
  contacts(
    search: $text
    first: 10
    orderBy: [{ field: LAST_NAME }]
  ) {
    nodes {
      name
      lastName
      phone
      email
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { text: 'an' },
  },
  {
    query: `# Any object by its global id,
# as Relay and caches of clients read it.
query AnyNode($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Contact {
      name
      lastName
    }
    ... on Company {
      title
    }
    ... on User {
      name
      lastName
    }
  }
}
`,
    variables: { id: 'Q29udGFjdDoxNw==' },
  },
];
