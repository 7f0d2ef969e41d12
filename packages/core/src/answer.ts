import type { Dispatcher } from 'undici';
import { UpstreamError, type UpstreamDetails, type UpstreamErrorCode } from './errors.ts';
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
  return new UpstreamError(kindOf(code, base.status ?? 0), `${endpoint}: the upstream answered ${code}.`, {
    details,
    ...optional('retryAfterMs', retryAfterMs),
  });
}

/** Codes that say more than their status, or come with a status that is not documented (contract §5, §9). */
const kindOfCode: Readonly<Record<string, UpstreamErrorCode>> = {
  ENTITY_NOT_FOUND: 'not_found',
  NOT_FOUND: 'not_found',
  RATE_LIMITED: 'rate_limited',
  QUERY_LIMIT_EXCEEDED: 'rate_limited',
  OPERATION_TIME_LIMIT: 'rate_limited',
  ERROR_LOOP_DETECTED: 'rate_limited',
  QUEUE_TIMEOUT: 'rate_limited',
  QUEUE_OVERFLOW: 'rate_limited',
  BITRIX_UNAVAILABLE: 'unavailable',
  INTERNAL_ERROR: 'unavailable',
  // A route that is not there means that this is not the upstream, or not the version that we know.
  ROUTE_NOT_FOUND: 'bad_response',
};

function kindOf(code: string, status: number): UpstreamErrorCode {
  const known = Object.hasOwn(kindOfCode, code) ? kindOfCode[code] : undefined;
  if (known) return known;
  if (status === 401) return 'unauthorized';
  if (status === 402 || status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 504) return 'timeout';
  if (status >= 500) return 'unavailable';
  // `success: false` with a status of success (contract §5, "parse defensively") is a refusal all the same.
  return 'rejected';
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
