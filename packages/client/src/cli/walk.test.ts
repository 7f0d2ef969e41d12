import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../client.ts';
import { GatewayError } from '../errors.ts';
import { walkRows } from './walk.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A gateway of one contact a page, up to `last`, that fails at the requests of these numbers. */
function gatewayOf(last: number, failing: (request: number) => boolean) {
  const after: unknown[] = [];
  const client: Client = createClient({
    url: 'http://gateway.test/graphql',
    fetch: async (_url, { body }) => {
      const { variables } = JSON.parse(body as string) as { variables: { after?: string } };
      after.push(variables.after);
      if (failing(after.length)) throw new TypeError('fetch failed');
      const contactId = Number(variables.after ?? 0) + 1;
      const pageInfo = { hasNextPage: contactId < last, endCursor: String(contactId) };
      return Response.json({
        data: { contacts: { edges: [{ cursor: String(contactId), node: { contactId } }], pageInfo } },
      });
    },
  });
  return { client, after };
}

const request = { filter: undefined, orderBy: [], columns: ['contactId'] };

async function walk(
  client: Client,
  onWait?: (error: GatewayError, waitMs: number) => void,
): Promise<readonly number[]> {
  const ids: number[] = [];
  const { signal } = new AbortController();
  for await (const { contactId } of walkRows(client, request, { signal, onWait })) ids.push(contactId);
  return ids;
}

it('goes on behind the last contact after outages, each shorter than a minute', async () => {
  const { client } = gatewayOf(4, (number) => number === 1 || (number > 3 && number < 8));
  const waits: number[] = [];
  const walking = walk(client, (_error, waitMs) => waits.push(waitMs));
  await vi.runAllTimersAsync();
  expect(await walking).toEqual([1, 2, 3, 4]);
  expect(waits).toEqual([1000, 1000, 2000, 4000, 8000]);
});

it('ends with the error of an outage that lasts', async () => {
  const { client, after } = gatewayOf(4, (number) => number > 1);
  const walking = walk(client, () => undefined).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await walking).toMatchObject({ code: 'NETWORK' });
  expect(after).toHaveLength(8);
});

it('does not wait for an outage without onWait', async () => {
  const { client, after } = gatewayOf(4, () => true);
  await expect(walk(client)).rejects.toBeInstanceOf(GatewayError);
  expect(after).toHaveLength(1);
});
