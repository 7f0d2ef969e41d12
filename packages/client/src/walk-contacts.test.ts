import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { GatewayError } from './errors.ts';
import { type WalkDocument, walkContacts } from './walk-contacts.ts';

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A client of a gateway that answers with these pages, one a request, and what it was asked. */
function gatewayOf(...pages: readonly object[]) {
  const asked: Asked[] = [];
  const client = createClient({
    url: 'http://gateway.test/graphql',
    fetch: async (_url, { body }) => {
      asked.push(JSON.parse(body as string) as Asked);
      return Response.json(pages[asked.length - 1] ?? { errors: [{ message: 'There are no more pages.' }] });
    },
  });
  return { client, asked };
}

/** A page with these contacts, the cursor of each being `c` and its number. */
function page(numbers: readonly number[], endCursor: string | null, hasNextPage: boolean) {
  const edges = numbers.map((contactId) => ({ cursor: `c${contactId}`, node: { contactId } }));
  return { data: { contacts: { edges, pageInfo: { hasNextPage, endCursor } } } };
}

/** A page that the gateway rejects for the rate of requests. */
function refusal(retryAfter?: unknown) {
  const extensions = { code: 'RATE_LIMITED', retryAfter };
  return { data: { contacts: null }, errors: [{ message: 'Later.', path: ['contacts'], extensions }] };
}

async function numbersOf(walk: AsyncIterable<{ readonly contactId: number }>): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { contactId } of walk) numbers.push(contactId);
  return numbers;
}

describe('a walk', () => {
  it('goes on behind the last cursor until there is no next page', async () => {
    const { client, asked } = gatewayOf(page([1, 2], 'c2', true), page([3], 'c3', false));
    expect(await numbersOf(walkContacts(client))).toEqual([1, 2, 3]);
    expect(asked.map(({ variables }) => variables)).toEqual([{ first: 50 }, { first: 50, after: 'c2' }]);
  });

  it('does not take a short or empty page for the end', async () => {
    const { client } = gatewayOf(page([1], 'c1', true), page([], 'between', true), page([2], 'c2', false));
    expect(await numbersOf(walkContacts(client, { pageSize: 10 }))).toEqual([1, 2]);
  });

  it('gives each contact its cursor, from which another walk goes on', async () => {
    const { client, asked } = gatewayOf(page([1, 2, 3], 'c3', true), page([3], 'c3', false));
    let after: string | undefined;
    for await (const { contactId, cursor } of walkContacts(client)) {
      after = cursor;
      if (contactId === 2) break;
    }
    expect(asked).toHaveLength(1);
    expect(await numbersOf(walkContacts(client, { after }))).toEqual([3]);
    expect(asked[1]?.variables).toMatchObject({ after: 'c2' });
  });

  it('reads no page before it is wanted', async () => {
    const { client, asked } = gatewayOf(page([1, 2], 'c2', true));
    const walk = walkContacts(client);
    expect(asked).toHaveLength(0);
    await walk.next();
    await walk.next();
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['no order', undefined, 50],
    ['an empty order', [], 50],
    ['the id', [{ field: 'CONTACT_ID', direction: 'DESC' } as const], 50],
    ['another order', [{ field: 'LAST_NAME' } as const, { field: 'CONTACT_ID' } as const], 40],
  ])('by %s takes pages that the gateway reads in one call', async (_case, orderBy, size) => {
    const { client, asked } = gatewayOf(page([], null, false));
    const filter = { companyId: { eq: 15 } };
    expect(await numbersOf(walkContacts(client, { filter, orderBy }))).toEqual([]);
    expect(asked[0]?.variables).toEqual({ filter, first: size, ...(orderBy && { orderBy }) });
  });

  it('asks for the fields of the document that it is given', async () => {
    const { client, asked } = gatewayOf(page([1], 'c1', false));
    const document = 'query Numbers { contacts { … } }' as unknown as WalkDocument<{ contactId: number }>;
    const { value } = await walkContacts(client, { document }).next();
    expect(value).toEqual({ contactId: 1, cursor: 'c1' });
    expect(asked[0]?.query).toBe('query Numbers { contacts { … } }');
  });
});

describe('a walk ends with an error', () => {
  it.each([
    ['the same cursor again', [page([1], 'c1', true), page([], 'c1', true)], 2],
    ['the cursor of an earlier page', [page([1], 'c1', true), page([2], 'c2', true), page([1], 'c1', true)], 3],
    ['no cursor on an empty page', [page([], null, true)], 1],
    ['no cursor on a page of contacts', [page([1], null, true)], 1],
  ])('where %s would lead in a circle', async (_case, pages, requests) => {
    const { client, asked } = gatewayOf(...pages);
    await expect(numbersOf(walkContacts(client))).rejects.toMatchObject({ code: 'NO_PROGRESS' });
    expect(asked).toHaveLength(requests);
  });

  it('where it begins at the cursor that it is given again', async () => {
    const { client } = gatewayOf(page([], 'c7', true));
    await expect(numbersOf(walkContacts(client, { after: 'c7' }))).rejects.toMatchObject({ code: 'NO_PROGRESS' });
  });

  it('where a page fails, after the contacts of the pages before it', async () => {
    const failure = { data: { contacts: null }, errors: [{ message: 'Down.', extensions: { code: 'FORBIDDEN' } }] };
    const { client } = gatewayOf(page([1], 'c1', true), failure);
    const seen: number[] = [];
    const walk = async () => {
      for await (const { contactId } of walkContacts(client, { onPartialPage: () => {} })) seen.push(contactId);
    };
    await expect(walk()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(seen).toEqual([1]);
  });

  it('where a page has no contacts and no error', async () => {
    const { client } = gatewayOf({ data: { contacts: null } });
    await expect(numbersOf(walkContacts(client))).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('where its caller ends it, and asks for nothing more', async () => {
    const { client, asked } = gatewayOf(page([1], 'c1', true), page([2], 'c2', false));
    const controller = new AbortController();
    const walk = walkContacts(client, { signal: controller.signal });
    await walk.next();
    controller.abort(new Error('tab closed'));
    await expect(walk.next()).rejects.toThrow('tab closed');
    expect(asked).toHaveLength(1);
  });
});

describe('a page that came in part', () => {
  const partial = {
    ...page([1], 'c1', true),
    errors: [{ message: 'No company.', path: ['contacts', 'edges', 0, 'node', 'company'] }],
  };

  it('ends the walk', async () => {
    const { client } = gatewayOf(partial, page([2], 'c2', false));
    await expect(numbersOf(walkContacts(client))).rejects.toBeInstanceOf(GatewayError);
  });

  it('calls onPartialPage, and the walk continues', async () => {
    const { client, asked } = gatewayOf(partial, page([2], 'c2', false));
    const onPartialPage = vi.fn<(error: GatewayError) => void>();
    expect(await numbersOf(walkContacts(client, { onPartialPage }))).toEqual([1, 2]);
    expect(onPartialPage).toHaveBeenCalledTimes(1);
    expect(onPartialPage.mock.calls[0]?.[0].problems).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });
});

describe('a page that is refused for the rate', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['after the time that the gateway names', 7, 7000],
    ['at once if it says so', 0, 0],
    ['after a moment if it names none', undefined, 2000],
    ['after a moment if that is no time', -1, 2000],
    ['after a minute at most', 86_400, 60_000],
  ])('is asked for again %s', async (_case, retryAfter, waitMs) => {
    const { client, asked } = gatewayOf(page([1], 'c1', true), refusal(retryAfter), page([2], 'c2', false));
    const walk = walkContacts(client);
    await walk.next();
    const second = walk.next();
    await vi.advanceTimersByTimeAsync(Math.max(0, waitMs - 1));
    expect(asked).toHaveLength(waitMs > 0 ? 2 : 3);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(3);
    expect(asked[2]).toEqual(asked[1]);
    expect((await second).value).toEqual({ contactId: 2, cursor: 'c2' });
  });

  it('is asked for again, too, if the gateway is overloaded', async () => {
    const overloaded = { errors: [{ message: 'Too much.', extensions: { code: 'OVERLOADED', retryAfter: 3 } }] };
    const { client, asked } = gatewayOf(overloaded, page([1], 'c1', false));
    const first = walkContacts(client).next();
    await vi.advanceTimersByTimeAsync(2999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect((await first).value).toEqual({ contactId: 1, cursor: 'c1' });
    expect(asked[1]).toEqual(asked[0]);
  });

  it('ends the walk the sixth time', async () => {
    const { client, asked } = gatewayOf(...Array.from({ length: 7 }, () => refusal(1)));
    const failure = walkContacts(client)
      .next()
      .catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await failure).toMatchObject({ code: 'RATE_LIMITED' });
    expect(asked).toHaveLength(6);
  });

  it('is given up when the caller goes, without a timer left', async () => {
    const { client, asked } = gatewayOf(refusal(10));
    const controller = new AbortController();
    const failure = walkContacts(client, { signal: controller.signal })
      .next()
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort(new Error('tab closed'));
    expect(await failure).toMatchObject({ message: 'tab closed' });
    expect(vi.getTimerCount()).toBe(0);
    expect(asked).toHaveLength(1);
  });
});
