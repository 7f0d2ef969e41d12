import { createElement, Suspense, useEffect } from 'react';
import { RelayEnvironmentProvider, useLazyLoadQuery, usePaginationFragment } from 'react-relay';
import { create } from 'react-test-renderer';
import { Environment, type GraphQLResponse, Network, RecordSource, Store } from 'relay-runtime';
// Relay's compiler generates these from the texts above; its Babel plugin replaces graphql`…` by them.
import query, { type contactListQuery } from '../relay/generated/contactListQuery.graphql.ts';
import type { contactListPageQuery } from '../relay/generated/contactListPageQuery.graphql.ts';
import fragment, { type contactList_query$key } from '../relay/generated/contactList_query.graphql.ts';

const environment = new Environment({
  network: Network.create(async ({ text }, variables) => {
    const response = await fetch('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Api-Key': 'vibe_api_sandbox' },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  }),
  store: new Store(new RecordSource()),
});

function ContactList(): null {
  const root = useLazyLoadQuery<contactListQuery>(query, { first: 50, orderBy: [] });
  const { data, hasNext, isLoadingNext, loadNext } = usePaginationFragment<contactListPageQuery, contactList_query$key>(
    fragment,
    root,
  );
  useEffect(() => {
    if (!hasNext) console.log(`${data.contacts?.edges.length} contacts`);
    // A page has a button for this.
    else if (!isLoadingNext) loadNext(50);
  }, [data, hasNext, isLoadingNext, loadNext]);
  return null;
}

// On a page: createRoot(…).render(…) of react-dom.
const list = createElement(Suspense, { fallback: null }, createElement(ContactList));
create(createElement(RelayEnvironmentProvider, { environment, children: list }));
