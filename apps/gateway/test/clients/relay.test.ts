import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { schema } from '@contacts/schema';
import { type GraphQLEnumType, parse, print } from 'graphql';
import { createElement, Suspense } from 'react';
import { RelayEnvironmentProvider, useLazyLoadQuery, usePaginationFragment } from 'react-relay';
import { act, create, type ReactTestRenderer } from 'react-test-renderer';
import { Environment, type GraphQLResponse, Network, RecordSource, Store } from 'relay-runtime';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectEndOnEmptyPage } from './empty-last-page.ts';
import { type ClientWalk, exact, walkCases, type WalkTask, walkUnderChurn } from './exact-walk.ts';
import {
  artifacts,
  type contactList_query$key,
  type contactListPageQuery,
  type contactListQuery,
  texts,
} from './relay/contact-list.ts';

const warnings: unknown[] = [];

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  // Relay warns here of a cursor or a row that it cannot place. The renderer's own deprecation is expected: it runs hooks
  // without a browser.
  vi.spyOn(console, 'error').mockImplementation((...said: unknown[]) => {
    if (!String(said[0]).startsWith('react-test-renderer is deprecated')) warnings.push(said);
  });
});

afterEach(() => {
  const said = warnings.splice(0);
  if (said.length > 0) throw new Error(`Relay or React warned: ${inspect(said)}`);
});

/** A list on the screen, with a button for more. */
async function openList({ url, headers, fetch, pageSize, orderBy }: WalkTask) {
  const network = Network.create(async ({ text }, variables) => {
    const body = JSON.stringify({ query: text, variables });
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    return (await response.json()) as GraphQLResponse;
  });
  const environment = new Environment({ network, store: new Store(new RecordSource()) });

  let shown: ReturnType<typeof usePaginationFragment<contactListPageQuery, contactList_query$key>> | undefined;
  function ContactList(): null {
    const query = useLazyLoadQuery<contactListQuery>(artifacts.query, { first: pageSize, orderBy });
    shown = usePaginationFragment<contactListPageQuery, contactList_query$key>(artifacts.fragment, query);
    return null;
  }
  const children = createElement(Suspense, { fallback: null }, createElement(ContactList));
  let screen: ReactTestRenderer | undefined;
  await act(() => {
    screen = create(createElement(RelayEnvironmentProvider, { environment, children }));
  });
  // The component waits in Suspense for the first page; each iteration lets React apply new data.
  const isWaiting = () => !shown;
  while (isWaiting()) await act(() => setImmediate());
  return {
    ids: () => shown?.data?.contacts?.edges.map(({ node }) => node.contactId) ?? [],
    hasNext: () => shown?.hasNext,
    more: () =>
      act(async () => {
        await new Promise<void>((resolve, reject) => {
          shown?.loadNext(pageSize, { onComplete: (error) => (error ? reject(error) : resolve()) });
        });
      }),
    close: () => act(() => screen?.unmount()),
  };
}

const walk: ClientWalk = async (task) => {
  const list = await openList(task);
  while (list.hasNext()) await list.more();
  const ids = list.ids();
  await list.close();
  return ids;
};

describe("Relay's usePaginationFragment", () => {
  test('the artifacts of Relay are those of the present texts', () => {
    const hashes = parse(texts.join('\n')).definitions.map((definition) =>
      createHash('md5').update(print(definition)).digest('hex'),
    );
    expect(Object.values(artifacts).map((artifact) => (artifact as { hash?: string }).hash)).toEqual(hashes);
  });

  test('the artifacts of Relay have the enums of the present schema', async () => {
    const file = new URL('relay/generated/contactListQuery.graphql.ts', import.meta.url);
    const [, union = ''] = /type ContactOrderField = (.+);/.exec(await readFile(file, 'utf8')) ?? [];
    const values = (schema.getType('ContactOrderField') as GraphQLEnumType).getValues().map(({ name }) => name);
    expect(union.split(' | ').map((name) => JSON.parse(name) as string)).toEqual([
      ...values.toSorted(),
      '%future added value',
    ]);
  });

  test.each(walkCases)('Relay walks exactly while contacts are created and deleted: %s', async (_name, options) => {
    expect(await walkUnderChurn(walk, options)).toEqual(exact);
  });

  test('Relay ends a list on an empty page, and finds contacts that are created afterwards', async () => {
    await expectEndOnEmptyPage(openList, async (list, newId) => {
      expect(list.hasNext()).toBe(false);
      await list.more();
      expect(list.ids().at(-1)).toBe(newId);
    });
  });
});
