import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { asObject } from './decode.ts';
import { kindOfError } from './error-codes.ts';
import { type UpstreamDetails, UpstreamError } from './errors.ts';
import { codeOf, hintOf, markOf, retryAfterMsOf } from './sanitize.ts';
import type { UpstreamAnswer } from './upstream.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an answer to its end and takes it apart.
 * @throws UpstreamError with the upstream's code for an error envelope, whatever its status; `bad_response` for anything
 *   that is not the documented envelope (a proxy's HTML page, truncated JSON, an oversized body).
 */
export async function decodeAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  endpoint: string,
  maxBytes: number,
): Promise<UpstreamAnswer> {
  const details: UpstreamDetails = { status: statusCode, ...optional('requestId', markOf(headers['x-request-id'])) };
  const unusable = (what: string): UpstreamError => {
    // A connection with the rest of it on the way is of no use for another request.
    body.on('error', () => undefined).destroy();
    return new UpstreamError('bad_response', `${endpoint}: the upstream sent ${what}.`, { details });
  };
  if (!isPlain(headers['content-encoding'])) throw unusable('an encoding that was not asked for');
  const tooMuch = `more than ${maxBytes} bytes`;
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw unusable(tooMuch);
  const bytes = await readBody(body, maxBytes);
  if (bytes === undefined) throw unusable(tooMuch);
  const envelope = isUtf8(bytes) ? parseObject(bytes.toString('utf8')) : undefined;
  const isSuccess = statusCode >= 200 && statusCode < 300;
  if (isSuccess && envelope?.['success'] === true && 'data' in envelope) {
    if (!isJson(headers['content-type'])) throw unusable('something that it does not call JSON');
    return { data: envelope['data'], meta: asObject(envelope['meta']) ?? {}, envelope };
  }
  throw errorOf(envelope, details, headers, endpoint);
}

/** The whole body; nothing if it is too large, which is known before it is in memory. */
async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The error that an answer is, by its envelope; without one, by its status. */
function errorOf(
  envelope: Json | undefined,
  base: UpstreamDetails,
  headers: Dispatcher.ResponseData['headers'],
  endpoint: string,
): UpstreamError {
  const { status = 0 } = base;
  const error = asObject(envelope?.['error']) ?? {};
  const retryAfter = optional('retryAfterMs', retryAfterMsOf(error['retryAfter'], headers['retry-after']));
  const code = codeOf(error['code']);
  if (code !== undefined) {
    const details: UpstreamDetails = {
      ...base,
      code,
      ...optional('hint', hintOf(error['hint'])),
      ...optional('requiredScope', markOf(asObject(error['details'])?.['requiredScope'])),
    };
    const message = `${endpoint}: the upstream answered ${code}.`;
    return new UpstreamError(kindOfError(code, status), message, { details, ...retryAfter });
  }
  // Proxies in front speak for themselves (contract §5, "Envelope").
  if (status >= 500 || status === 429) {
    const message = `${endpoint}: the upstream answered ${status} without its error envelope.`;
    return new UpstreamError(status === 429 ? 'rate_limited' : 'unavailable', message, {
      details: base,
      ...retryAfter,
    });
  }
  const what =
    status >= 200 && status < 300 ? 'an answer outside its contract' : `status ${status} without its error envelope`;
  return new UpstreamError('bad_response', `${endpoint}: the upstream sent ${what}.`, { details: base });
}

/** Returns whether a body has no encoding: none is asked for, and a small compressed body can unfold to any size. */
function isPlain(encoding: string | string[] | undefined): boolean {
  return encoding === undefined || encoding === 'identity';
}

/** An answer without a content type may still be the envelope. */
function isJson(type: string | string[] | undefined): boolean {
  return type === undefined || (typeof type === 'string' && /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type));
}

function parseObject(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A member that is there only with a value (`exactOptionalPropertyTypes`). */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
