import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ResponseCache } from '@contacts/shared-state';
import { z } from 'zod';
import { badRequest, HttpError } from '../http/http-error.ts';
import { readBody } from '../http/request-body.ts';

export const PURGE_PATH = '/admin/purge';
const MAX_BODY_BYTES = 100_000;
const MAX_IDS = 1000;

const header = z.string().min(1).max(4096);
const contactId = z.union([z.int().min(1), z.string().regex(/^[1-9]\d{0,14}$/)]).transform(Number);
const purgeRequest = z
  .strictObject({
    contactIds: z.array(contactId).max(MAX_IDS).default([]),
    credentials: z
      .array(z.strictObject({ apiKey: header, authorization: header.optional() }))
      .max(MAX_IDS)
      .default([]),
  })
  .refine(({ contactIds, credentials }) => contactIds.length + credentials.length > 0);

const ALLOWED =
  'The body has to be {"contactIds": [1, …]}, {"credentials": [{"apiKey": "…", "authorization": "Bearer …"}]}, or both; ' +
  `ids are whole numbers of at least 1, and each list has at most ${MAX_IDS} members.`;

/** Forgets answers that hold a contact or are of a credential, for who brings the token as `Authorization: Bearer`. */
export function createPurgeEndpoint(cache: ResponseCache, token: string): RequestListener {
  const expected = digest(`Bearer ${token}`);
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof HttpError) return send(response, error.options.status, { error: error.message });
      return send(response, 503, { error: 'Nothing is known to be purged: the cache cannot be reached. Try again.' });
    });
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw badRequest('Send purges by POST.', 405);
    const given = (request.headers.authorization ?? '').replace(/^bearer /i, 'Bearer ');
    if (!timingSafeEqual(expected, digest(given))) {
      response.setHeader('www-authenticate', 'Bearer');
      throw badRequest('Send PURGE_TOKEN as Authorization: Bearer.', 401);
    }
    const { contactIds, credentials } = parse(await readBody(request, response, MAX_BODY_BYTES));
    const purged = await cache.purge({ contactIds, credentials });
    send(response, 200, { purged });
  }
}

function parse(body: string): z.output<typeof purgeRequest> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badRequest(ALLOWED);
  }
  const result = purgeRequest.safeParse(value);
  if (!result.success) throw badRequest(ALLOWED);
  return result.data;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Of one length whatever was sent, as a comparison in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
