import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { GatewayError } from './errors.ts';
import { ContactCardDocument, ContactsPageDocument } from './generated/graphql.ts';

/** Returns the error of a call that has this response. */
async function errorOf(answer: () => Response | Promise<Response>): Promise<GatewayError> {
  const client = createClient({ url: 'http://gateway.test/graphql', fetch: async () => answer() });
  const error: unknown = await client.execute(ContactsPageDocument).catch((thrown: unknown) => thrown);
  if (!(error instanceof GatewayError)) throw error;
  return error;
}

describe('errors of the gateway', () => {
  it('keep code, path and extensions', async () => {
    const extensions = { code: 'RATE_LIMITED', retryAfter: 2, upstream: { code: 'RATE_LIMITED', status: 429 } };
    const error = await errorOf(() =>
      Response.json({ data: { contacts: null }, errors: [{ message: 'Later.', path: ['contacts'], extensions }] }),
    );
    expect(error).toMatchObject({ name: 'GatewayError', code: 'RATE_LIMITED', message: 'Later.', status: 200 });
    expect(error.problems).toEqual([{ message: 'Later.', code: 'RATE_LIMITED', path: ['contacts'], extensions }]);
  });

  it('are all there, the first in front', async () => {
    const error = await errorOf(() =>
      Response.json(
        {
          errors: [
            { message: 'One.', extensions: { code: 'BAD_USER_INPUT' } },
            { message: 'Two.', extensions: { code: 'BAD_CURSOR' } },
          ],
        },
        { status: 400 },
      ),
    );
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: 'One. (and 1 more)', status: 400, data: null });
    expect(error.problems.map(({ code }) => code)).toEqual(['BAD_USER_INPUT', 'BAD_CURSOR']);
  });

  it.each([{ code: 'OF_TOMORROW' }, { code: 7 }, {}, undefined, 'text'])(
    'of a code that is not known are UNKNOWN, with extensions %j kept',
    async (extensions) => {
      const error = await errorOf(() => Response.json({ errors: [{ message: 'New.', extensions }] }));
      expect(error.code).toBe('UNKNOWN');
      expect(error.problems[0]?.extensions).toEqual(typeof extensions === 'object' ? extensions : {});
    },
  );

  it('do not lose the data that came with them', async () => {
    const data = { contacts: { totalCount: null, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } };
    const error = await errorOf(() =>
      Response.json({ data, errors: [{ message: 'No total.', path: ['contacts', 'totalCount'] }] }),
    );
    expect(error.data).toEqual(data);
    expect(error.dataOf(ContactsPageDocument)?.contacts?.nodes).toEqual([]);
    expect(error.dataOf(ContactCardDocument)).toBeNull();
  });

  it('of any form become problems with known fields', async () => {
    const error = await errorOf(() => Response.json({ errors: [null, { message: 3, path: [true, 'a', 0] }] }));
    expect(error.problems).toEqual([
      { message: 'The gateway gave no message.', code: 'UNKNOWN', path: [], extensions: {} },
      { message: 'The gateway gave no message.', code: 'UNKNOWN', path: ['a', 0], extensions: {} },
    ]);
  });
});

describe('no GraphQL result', () => {
  it.each([
    ['a page of HTML', '<html>Bad gateway</html>'],
    ['nothing', ''],
    ['half of a result', '{"data":{"contacts"'],
    ['another JSON', '{"error":"Not found."}'],
    ['a list', '[{"data":{}}]'],
    ['neither data nor errors', '{"data":null,"errors":[]}'],
  ])('%s is BAD_RESPONSE with the status, and is not repeated', async (_case, body) => {
    const error = await errorOf(() => new Response(body, { status: 502 }));
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', status: 502, problems: [], data: null });
    expect(error.message).toBe('The answer (HTTP 502) is no GraphQL result: check the url.');
  });

  it('a connection that fails, or breaks in the answer, is NETWORK with its cause', async () => {
    const cause = new TypeError('fetch failed');
    const refused = await errorOf(() => Promise.reject(cause));
    expect(refused).toMatchObject({ code: 'NETWORK', status: undefined, cause });

    const cut = new ReadableStream({ pull: (stream) => stream.error(cause) });
    expect(await errorOf(() => new Response(cut))).toMatchObject({ code: 'NETWORK', cause });
  });
});
