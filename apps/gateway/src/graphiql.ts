import type { GraphiQLOptions } from 'graphql-yoga';
import type { Access } from './access/access-config.ts';

/** The operations that GraphiQL opens with, one a tab; tests run each of them. */
export const exampleOperations: readonly {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}[] = [
  {
    query: `# Press the play button. Each tab is an example.
query ContactsOfCompany {
  contacts(first: 10, filter: { companyId: { eq: 15 } }) {
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
    query: `# A walk through all contacts: put endCursor into the variable "after" to go on.
query Walk($after: String) {
  contacts(first: 20, after: $after, orderBy: [{ field: LAST_NAME }]) {
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
    query: `# One contact, by its number in Bitrix24 or by its global id.
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
    query: `# What an integrator asks for each night: who is new since then.
query ChangedSince($since: DateTime!) {
  contacts(filter: { updatedTime: { gte: $since } }, orderBy: [{ field: UPDATED_TIME, direction: DESC }]) {
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
];

/** What GraphiQL's page depends on. */
export interface GraphiqlPageOptions {
  /** Whose key goes upstream: that says which headers are to be filled in. */
  readonly mode: Access['mode'];
  /** Filled into the headers of each tab; only ever a key of the sandbox. */
  readonly demoKey?: string | undefined;
}

const headersOfMode: Record<Access['mode'], Readonly<Record<string, string>>> = {
  'pass-through': { 'X-Api-Key': '' },
  'app-key': { Authorization: 'Bearer ' },
  'personal-key': {},
};

/** GraphiQL's page. */
export function graphiqlOptions({ mode, demoKey }: GraphiqlPageOptions): GraphiQLOptions {
  const demo = mode === 'pass-through' && demoKey !== undefined ? { 'X-Api-Key': demoKey } : {};
  const headers = JSON.stringify({ ...headersOfMode[mode], ...demo }, undefined, 2);
  return {
    title: 'Contacts Gateway',
    headers,
    defaultHeaders: headers,
    defaultTabs: exampleOperations.map(({ query, variables }) => ({
      query,
      variables: variables === undefined ? null : JSON.stringify(variables, undefined, 2),
      headers,
    })),
    defaultEditorToolsVisibility: 'headers',
    // A key that is typed in belongs to this visit.
    shouldPersistHeaders: false,
  };
}
