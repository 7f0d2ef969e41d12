import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { ContactCardDocument, ContactsPageDocument } from './generated/graphql.ts';
import manifest from './generated/persisted-documents.json' with { type: 'json' };

const url = 'http://gateway.test/graphql';

/** A `fetch` that answers every request alike and records the requests. */
function fakeFetch(answer: () => Response = () => Response.json({ data: {} })) {
  return vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => answer());
}

function requestOf(send: ReturnType<typeof fakeFetch>, call = 0) {
  const [to, init] = send.mock.calls[call] ?? [];
  return { url: to, ...init, headers: new Headers(init?.headers), body: JSON.parse(init?.body as string) as unknown };
}

describe('a request', () => {
  it('is one POST of the text and the variables', async () => {
    const send = fakeFetch();
    await createClient({ url, fetch: send }).execute(ContactCardDocument, { id: 17 });

    expect(send).toHaveBeenCalledTimes(1);
    const { url: to, method, headers, body } = requestOf(send);
    expect({ to, method, body }).toEqual({
      to: url,
      method: 'POST',
      body: { query: ContactCardDocument.toString(), variables: { id: 17 } },
    });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('accept')).toMatch(/^application\/graphql-response\+json/);
  });

  it('carries key, session and further headers, of which none can take the place of the key', async () => {
    const send = fakeFetch();
    const headers = { 'X-API-Key': 'other', traceparent: '00-1-2-01' };
    await createClient({ url, fetch: send, apiKey: 'key', session: 'session', headers }).execute(ContactsPageDocument);

    const sent = requestOf(send).headers;
    expect(sent.get('x-api-key')).toBe('key');
    expect(sent.get('authorization')).toBe('Bearer session');
    expect(sent.get('traceparent')).toBe('00-1-2-01');
  });

  it('in the background has a lower urgency, and the next one has none', async () => {
    const send = fakeFetch();
    const client = createClient({ url, fetch: send, apiKey: 'key' });
    await client.execute(ContactsPageDocument, {}, { priority: 'background' });
    await client.execute(ContactsPageDocument, {});
    await client.execute(ContactsPageDocument, {}, { priority: 'interactive' });

    const sent = [0, 1, 2].map((call) => requestOf(send, call).headers);
    expect(sent.map((headers) => headers.get('priority'))).toEqual(['u=5', null, null]);
    expect(sent.map((headers) => headers.get('x-api-key'))).toEqual(['key', 'key', 'key']);
  });

  it('has no credentials where the gateway holds the key', async () => {
    const send = fakeFetch();
    await createClient({ url: '/graphql', fetch: send }).execute(ContactsPageDocument);

    expect(requestOf(send).headers.has('x-api-key')).toBe(false);
    expect(requestOf(send).headers.has('authorization')).toBe(false);
    expect(requestOf(send).url).toBe('/graphql');
  });

  it('does not follow a redirect, which would take the key along', async () => {
    const send = fakeFetch();
    await createClient({ url, fetch: send, apiKey: 'key' }).execute(ContactsPageDocument);
    expect(requestOf(send).redirect).toBe('error');
  });

  it('names a trusted document by its id in the manifest', async () => {
    const send = fakeFetch();
    const client = createClient({ url, fetch: send, trustedDocuments: true });
    await client.execute(ContactCardDocument, { id: 17 });

    const body = requestOf(send).body as { documentId: keyof typeof manifest; query?: string };
    expect(body.query).toBeUndefined();
    expect(manifest[body.documentId]).toContain('query ContactCard');
    await expect(client.execute('{ contacts { totalCount } }')).rejects.toThrow('no manifest');
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('goes through the fetch of the platform, also one put there later', async () => {
    const client = createClient({ url });
    const send = fakeFetch();
    vi.stubGlobal('fetch', send);
    try {
      await client.execute(ContactsPageDocument);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(send).toHaveBeenCalledTimes(1);
  });
});

describe('a call that its caller ends', () => {
  it('throws the reason of the signal, and sends nothing if that came first', async () => {
    const send = fakeFetch();
    const client = createClient({ url, fetch: send });
    const signal = AbortSignal.abort(new Error('tab closed'));
    await expect(client.execute(ContactCardDocument, { id: 1 }, { signal })).rejects.toThrow('tab closed');
    expect(send).not.toHaveBeenCalled();
  });

  it('throws it also if it comes while the answer is read', async () => {
    const controller = new AbortController();
    const body = new ReadableStream({
      pull(stream) {
        controller.abort(new Error('tab closed'));
        stream.error(new Error('cut off'));
      },
    });
    const client = createClient({ url, fetch: fakeFetch(() => new Response(body)) });
    const call = client.execute(ContactCardDocument, { id: 1 }, { signal: controller.signal });
    await expect(call).rejects.toThrow('tab closed');
  });
});

describe('a key', () => {
  const canary = 'vibe_api_canary\nx';

  it.each([
    ['that cannot be a header', () => createClient({ url, apiKey: canary })],
    ['in a session that cannot be a header', () => createClient({ url, session: canary })],
    ['in a further header', () => createClient({ url, headers: { 'x-other': canary } })],
    ['in the url', () => createClient({ url: 'https://user:vibe_api_canary@gateway.test/' })],
  ])('%s is rejected without being repeated', (_case, create) => {
    expect(create).toThrow(TypeError);
    expect(create).not.toThrow(/canary/);
  });

  it.each([
    ['that finds nobody', () => Promise.reject(new TypeError('fetch failed'))],
    ['that is refused', async () => Response.json({ errors: [{ message: 'No.' }] }, { status: 401 })],
    ['answered by a proxy', async () => new Response('<h1>502</h1>', { status: 502 })],
  ])('of a call %s is nowhere in the error', async (_case, send) => {
    const client = createClient({ url, fetch: send, apiKey: 'vibe_api_canary', session: 'vibe_session_canary' });
    const error: unknown = await client.execute(ContactCardDocument, { id: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
  });
});
