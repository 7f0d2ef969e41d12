import {
  ContactCardDocument,
  ContactsPageDocument,
  createClient,
  GatewayError,
  gatewayErrorCodes,
  walkContacts,
  type WalkDocument,
} from '@contacts/client';
import { keys, sessions } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { readProjectFile, tableRows } from '../../../../test/markdown.ts';
import { type ClientWalk, exact, walkCases, walkUnderChurn } from './exact-walk.ts';

async function startWithClient() {
  const gateway = await startGatewayWithSandbox();
  const url = `${gateway.url}/graphql`;
  return {
    gateway,
    url,
    client: createClient({ url, apiKey: keys.all }),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

describe('the client and a running gateway', () => {
  test('execute returns the data of a typed document, with one upstream request', async () => {
    await using running = await startWithClient();
    const { contacts } = await running.client.execute(ContactsPageDocument, {
      first: 10,
      filter: { companyId: { eq: 15 } },
    });
    expect(contacts?.nodes.length).toBeGreaterThan(0);
    expect(contacts?.nodes.every(({ companyId }) => companyId === 15)).toBe(true);
    expect(contacts?.totalCount).toBeGreaterThanOrEqual(contacts?.nodes.length ?? 0);
    expect(running.gateway.sandbox.requests).toHaveLength(1);
  });

  test('a number, its text and the global id name the same contact; a missing one is null', async () => {
    await using running = await startWithClient();
    const { contact } = await running.client.execute(ContactCardDocument, { id: 17 });
    expect(contact).toMatchObject({ contactId: 17 });
    for (const id of ['17', contact?.id ?? '']) {
      expect(await running.client.execute(ContactCardDocument, { id })).toEqual({ contact });
    }
    expect(await running.client.execute(ContactCardDocument, { id: 999_999 })).toEqual({ contact: null });
  });

  test('a session has the rights of its user', async () => {
    await using running = await startWithClient();
    const totalOf = async (session: string) => {
      const client = createClient({ url: running.url, apiKey: keys.app, session });
      return (await client.execute(ContactsPageDocument, { first: 1 })).contacts?.totalCount;
    };
    const [one, two] = [await totalOf(sessions.one), await totalOf(sessions.two)];
    expect(one).toBeGreaterThan(0);
    expect(two).toBeGreaterThan(0);
    expect(one).not.toBe(two);
  });

  test.each([
    ['a key without the scope', { apiKey: keys.noScope }, {}, 'FORBIDDEN'],
    ['an unknown key', { apiKey: 'vibe_api_unknown' }, {}, 'UNAUTHENTICATED'],
    ['no key', {}, {}, 'UNAUTHENTICATED'],
    ['a page that is too large', { apiKey: keys.all }, { first: 5001 }, 'BAD_USER_INPUT'],
    ['a malformed cursor', { apiKey: keys.all }, { after: 'abc' }, 'BAD_CURSOR'],
  ])('%s is a GatewayError with its code', async (_case, credentials, variables, code) => {
    await using running = await startWithClient();
    const client = createClient({ url: running.url, ...credentials });
    const call = client.execute(ContactsPageDocument, variables);
    await expect(call).rejects.toBeInstanceOf(GatewayError);
    await expect(call).rejects.toMatchObject({ code });
  });

  test('a relation without the right to read it is an error, and the rest of the contact is returned', async () => {
    await using running = await startWithClient();
    const client = createClient({ url: running.url, apiKey: keys.crmOnly });
    const error: unknown = await client.execute(ContactCardDocument, { id: 17 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'FORBIDDEN', problems: [{ path: ['contact', 'assignedBy'] }] });
    expect((error as GatewayError).dataOf(ContactCardDocument)?.contact).toMatchObject({
      contactId: 17,
      assignedBy: null,
    });
  });

  test('an error of the schema has the code of the schema, also for a plain text', async () => {
    await using running = await startWithClient();
    await expect(running.client.execute('{ contacts { nope } }')).rejects.toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    await expect(running.client.execute('{ contacts {')).rejects.toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
  });

  test('a wrong path is a BAD_RESPONSE, and a gateway that is down is a NETWORK', async () => {
    const running = await startWithClient();
    const client = createClient({ url: `${running.gateway.url}/nowhere`, apiKey: keys.all });
    await expect(client.execute(ContactsPageDocument)).rejects.toMatchObject({ code: 'BAD_RESPONSE', status: 404 });
    await running[Symbol.asyncDispose]();
    await expect(running.client.execute(ContactsPageDocument)).rejects.toMatchObject({ code: 'NETWORK' });
  });
});

describe('walkContacts', () => {
  test.each(walkCases)(
    'walkContacts walks exactly while contacts are created and deleted: %s',
    async (_name, options) => {
      expect(await walkUnderChurn(walk, options)).toEqual(exact);
    },
  );

  test.each(walkCases)(
    'walkContacts walks exactly if it is interrupted and resumed again and again: %s',
    async (_name, options) => {
      const { sentAgain, ...outcome } = await walkUnderChurn(brokenWalk, options);
      expect({ ...outcome, sentAgain: 0 }).toEqual(exact);
      // The rest of each page, which was sent before the walk was interrupted.
      expect(sentAgain).toBeGreaterThan(0);
    },
  );

  test('walkContacts reads pages of its default size with one upstream call each, by id and by another order', async () => {
    await using running = await startWithClient();
    const total = running.gateway.sandbox.contacts.size;
    for (const [orderBy, pageSize] of [
      [undefined, 50],
      [[{ field: 'LAST_NAME' } as const], 40],
    ] as const) {
      running.gateway.sandbox.clearRequests();
      const ids = new Set<number>();
      for await (const { contactId } of walkContacts(running.client, { orderBy })) ids.add(contactId);
      expect(ids.size).toBe(total);
      expect(running.gateway.sandbox.requests.length).toBeLessThanOrEqual(Math.ceil(total / pageSize) * 1.1);
    }
  });

  test('walkContacts continues after a denied field if its caller wants to', async () => {
    await using running = await startWithClient();
    const client = createClient({ url: running.url, apiKey: keys.crmOnly });
    const document =
      `query Responsible($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
      contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        edges { cursor node { contactId assignedBy { name } } }
        pageInfo { hasNextPage endCursor }
      }
    }` as WalkDocument<{ readonly contactId: number; readonly assignedBy: { readonly name: string | null } | null }>;
    const options = { document, filter: { companyId: { eq: 15 } }, pageSize: 10 };
    await expect(walkContacts(client, options).next()).rejects.toMatchObject({ code: 'FORBIDDEN' });

    const paths: unknown[] = [];
    const onPartialPage = ({ problems }: GatewayError) => paths.push(...problems.map(({ path }) => path.at(-1)));
    const ids = new Set<number>();
    for await (const { contactId } of walkContacts(client, { ...options, onPartialPage })) ids.add(contactId);
    const ofCompany = running.gateway.sandbox.contacts.rows().filter(({ companyId }) => companyId === 15);
    expect(ids.size).toBe(ofCompany.length);
    expect(new Set(paths)).toEqual(new Set(['assignedBy']));
  });

  test("walkContacts returns the fields that the caller's own document selects", async () => {
    await using running = await startWithClient();
    const document = `query Leads($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
      contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        edges { cursor node { leadId } }
        pageInfo { hasNextPage endCursor }
      }
    }` as WalkDocument<{ readonly leadId: number | null }>;
    const { value } = await walkContacts(running.client, { document, pageSize: 1 }).next();
    expect(Object.keys(value ?? {})).toEqual(['leadId', 'cursor']);
  });
});

const walk: ClientWalk = async ({ url, headers, fetch, pageSize, orderBy }) => {
  const client = createClient({ url, headers, fetch });
  const ids: number[] = [];
  for await (const { contactId } of walkContacts(client, { pageSize, orderBy })) ids.push(contactId);
  return ids;
};

const BREAK_AFTER = 17;

/** Interrupts a walk in the middle of every page, like a job that is killed again and again, and resumes it from its last cursor. */
const brokenWalk: ClientWalk = async ({ url, headers, fetch, pageSize, orderBy }) => {
  const client = createClient({ url, headers, fetch });
  const ids: number[] = [];
  let after: string | undefined;
  for (let before = -1; ids.length > before;) {
    before = ids.length;
    for await (const { contactId, cursor } of walkContacts(client, { pageSize, orderBy, after })) {
      ids.push(contactId);
      after = cursor;
      if (ids.length === before + BREAK_AFTER) break;
    }
  }
  return ids;
};

test('the client has exactly the error codes of the README’s table', () => {
  const documented = tableRows(readProjectFile('README.md'), 'Code').map(([code = '']) => code);
  expect(new Set(gatewayErrorCodes)).toEqual(new Set(documented));
});
