import { keys } from '@contacts/sandbox';
import type { ContactOrder } from '@contacts/client';
import { expect } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { startChurn } from './churn.ts';

/** Input of a client under test. */
export interface WalkTask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For every request of the client: changes contacts between the pages, and counts the rows that are sent. */
  readonly fetch: typeof fetch;
  readonly pageSize: number;
  readonly orderBy: readonly ContactOrder[];
}

/** Walks to the end as an application would with its client, and returns the ids of the rows in its store. */
export type ClientWalk = (task: WalkTask) => Promise<readonly number[]>;

/**
 * Orders that lead through each of the gateway's ways to read a page. No page is larger than one upstream read: the gateway
 * cannot see changes within one.
 */
export const walkCases: readonly (readonly [name: string, Pick<WalkTask, 'pageSize' | 'orderBy'>])[] = [
  ['by id', { pageSize: 50, orderBy: [] }],
  ['by last name, with many ties and nulls', { pageSize: 20, orderBy: [{ field: 'LAST_NAME' }] }],
  [
    'by two keys, in pages of several reads',
    { pageSize: 30, orderBy: [{ field: 'COMPANY_ID', direction: 'DESC' }, { field: 'LAST_NAME' }] },
  ],
];

interface ConnectionAnswer {
  readonly data: {
    readonly contacts: { readonly edges: readonly { readonly node: { readonly contactId: number } }[] };
  };
}

/** Outcome of a walk under churn. */
export interface WalkOutcome {
  /** Ids of contacts that existed throughout and are missing in the store. */
  readonly holes: readonly number[];
  /** Ids that are more than once in the store. */
  readonly doubles: readonly number[];
  /** Rows that were sent more than once: a store that drops duplicates would hide them. */
  readonly sentAgain: number;
  /** True if the contacts that existed throughout are in the requested order. */
  readonly inOrder: boolean;
}

/** The only accepted outcome. */
export const exact: WalkOutcome = { holes: [], doubles: [], sentAgain: 0, inOrder: true };

const CONTACTS = 300;

/** Runs a client's walk while contacts are created and deleted before every read and between the pages. */
export async function walkUnderChurn(
  walk: ClientWalk,
  { pageSize, orderBy }: Pick<WalkTask, 'pageSize' | 'orderBy'>,
): Promise<WalkOutcome> {
  await using gateway = await startGatewayWithSandbox({}, { contacts: CONTACTS });
  const churn = startChurn(gateway.sandbox, 7);
  const sent = { pages: 0, rows: 0 };
  const countingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { data } = (await response.clone().json()) as ConnectionAnswer;
    sent.pages += 1;
    sent.rows += data.contacts.edges.length;
    churn.step();
    return response;
  };

  const url = `${gateway.url}/graphql`;
  const ids = await walk({ url, headers: { 'x-api-key': keys.all }, fetch: countingFetch, pageSize, orderBy });

  churn.stop();
  const throughout = churn.throughout();
  expect(throughout.size).toBeGreaterThan(CONTACTS / 4);
  expect(Math.min(churn.changes.deleted, churn.changes.created)).toBeGreaterThan(sent.pages / 2);
  expect(sent.pages).toBeGreaterThanOrEqual(Math.ceil(throughout.size / pageSize));

  const wasThroughout = (id: number): boolean => throughout.has(id);
  const { data } = await gateway.ask<ConnectionAnswer['data']>(
    'query ($orderBy: [ContactOrder!]) { contacts(first: 5000, orderBy: $orderBy) { edges { node { contactId } } } }',
    { variables: { orderBy } },
  );
  const expected = data.contacts.edges.map(({ node }) => node.contactId).filter(wasThroughout);
  const distinct = [...new Set(ids)];
  return {
    holes: expected.filter((id) => !ids.includes(id)),
    doubles: ids.filter((id, index) => ids.indexOf(id) !== index),
    sentAgain: sent.rows - distinct.length,
    inOrder: distinct.filter(wasThroughout).every((id, index) => id === expected[index]),
  };
}
