import { keys } from '@contacts/sandbox';
import { expect } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import type { WalkTask } from './exact-walk.ts';

/** A list of contacts in a client's store. */
export interface OpenList {
  ids(): readonly number[];
  /** Reads the page after the last cursor in the store. */
  more(): Promise<unknown>;
  close(): unknown;
}

/**
 * Has a list read a first page that promises more, deletes the rest, so that the next page is empty and without cursors,
 * and lets the caller check the store then, and after a further contact is created.
 */
export async function expectEndOnEmptyPage<List extends OpenList>(
  open: (task: WalkTask) => Promise<List>,
  check: (list: List, newId: number) => Promise<void>,
): Promise<void> {
  await using gateway = await startGatewayWithSandbox({}, { contacts: 30 });
  const { contacts } = gateway.sandbox;
  const list = await open({
    url: `${gateway.url}/graphql`,
    headers: { 'x-api-key': keys.all },
    fetch,
    pageSize: 20,
    orderBy: [],
  });
  const firstPage = [...list.ids()];
  expect(firstPage).toHaveLength(20);
  for (const { id } of contacts.rows().slice(20)) contacts.delete(Number(id));

  await list.more();
  expect(list.ids()).toEqual(firstPage);
  await check(list, contacts.create({ name: 'Late' }));
  await list.close();
}
