import type { Access } from '../../config/access-config.ts';
import { exampleOperations } from './example-operations.ts';

/** Options of GraphiQL's page. */
export interface GraphiqlPageOptions {
  /** Mode of access, which decides the headers that are filled in. */
  readonly mode: Access['mode'];
  /** Key for the headers of each tab; only ever a key of the sandbox. */
  readonly demoKey?: string | undefined;
}

const headersOfMode: Record<Access['mode'], Readonly<Record<string, string>>> = {
  'pass-through': { 'X-Api-Key': '' },
  'app-key': { Authorization: 'Bearer ' },
  'personal-key': {},
};

/** Returns the JSON properties that the page's script passes to GraphiQL. */
export function graphiqlOptions({ mode, demoKey }: GraphiqlPageOptions) {
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
    // A key that a user types is not stored beyond the visit.
    shouldPersistHeaders: false,
  };
}
