import type { Dispatcher } from 'undici';
import { kindOfError } from './error-codes.ts';
import { type UpstreamDetails, UpstreamError } from './errors.ts';
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
  const text = await readBody(body, endpoint, maxBytes);
  const envelope = parseObject(text);
  const details: UpstreamDetails = { status: statusCode, ...optional('requestId', single(headers['x-request-id'])) };
  if (statusCode >= 200 && statusCode < 300 && envelope?.['success'] === true && 'data' in envelope) {
    return { data: envelope['data'], meta: asObject(envelope['meta']) ?? {}, envelope };
  }
  const error = asObject(envelope?.['error']);
  if (typeof error?.['code'] === 'string') throw errorFromEnvelope(error, error['code'], details, headers, endpoint);
  if (statusCode >= 500) {
    throw new UpstreamError(
      'unavailable',
      `${endpoint}: the upstream answered ${statusCode} without its error envelope.`,
      { details },
    );
  }
  const what =
    statusCode >= 200 && statusCode < 300
      ? 'an answer outside its contract'
      : `status ${statusCode} without its error envelope`;
  throw new UpstreamError('bad_response', `${endpoint}: the upstream sent ${what}.`, { details });
}

async function readBody(body: Dispatcher.ResponseData['body'], endpoint: string, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBytes)
      throw new UpstreamError('bad_response', `${endpoint}: the answer is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

function errorFromEnvelope(
  error: Json,
  code: string,
  base: UpstreamDetails,
  headers: Dispatcher.ResponseData['headers'],
  endpoint: string,
): UpstreamError {
  const details: UpstreamDetails = {
    ...base,
    code,
    ...optional('hint', asText(error['hint'])),
    ...optional('requiredScope', asText(asObject(error['details'])?.['requiredScope'])),
  };
  const retryAfterMs = retryAfter(error['retryAfter'], single(headers['retry-after']));
  return new UpstreamError(kindOfError(code, base.status), `${endpoint}: the upstream answered ${code}.`, {
    details,
    ...optional('retryAfterMs', retryAfterMs),
  });
}

/** `retryAfter` in seconds, or the header in seconds or as a date (RFC 9110); 0 is a valid wait. */
function retryAfter(member: unknown, header: string | undefined): number | undefined {
  const seconds =
    typeof member === 'number' ? member : header === undefined || header.trim() === '' ? Number.NaN : Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const date = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function parseObject(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** A member that is there only with a value (`exactOptionalPropertyTypes`). */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
