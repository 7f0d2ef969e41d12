import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ResponseCache } from '@contacts/shared-state';
import { z } from 'zod';
import { createBearerCheck } from '../access/tokens.ts';
import { badRequest, HttpError } from '../http/http-error.ts';
import { readBody, textOf } from '../http/request-body.ts';
import { sendJson } from '../http/send.ts';

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
  const isAllowed = createBearerCheck(token);
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) return;
      if (error instanceof HttpError) return sendJson(response, error.options.status, { error: error.message });
      const unknown = 'Nothing is known to be purged: the cache cannot be reached. Try again.';
      sendJson(response, 503, { error: unknown });
    });
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw badRequest('Send purges by POST.', 405);
    if (!isAllowed(request)) {
      response.setHeader('www-authenticate', 'Bearer');
      throw badRequest('Send PURGE_TOKEN as Authorization: Bearer.', 401);
    }
    const { contactIds, credentials } = parse(textOf(await bodyOf(request, response)));
    const purged = await cache.purge({ contactIds, credentials });
    sendJson(response, 200, { purged });
  }
}

function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  return new Promise((onBody, onError) => {
    readBody(request, response, { maxBytes: MAX_BODY_BYTES, onBody, onError });
  });
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
