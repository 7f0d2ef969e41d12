import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';

import { companyFields } from '../entities/company.ts';
import { contactFields } from '../entities/contact-fields.ts';
import { asObject } from '../entities/decode.ts';
import type { FieldTable } from '../entities/entity.ts';
import { joined } from './byte-text.ts';
import { kindOfError } from './error-codes.ts';
import { type UpstreamDetails, UpstreamError } from '../errors.ts';
import { codeOf, hintOf, markOf, retryAfterMsOf } from './sanitize.ts';
import { scanBatch } from './scan-batch.ts';
import { scanList } from './scan-list.ts';
import type { UpstreamAnswer } from './upstream-request.ts';

type Json = Readonly<Record<string, unknown>>;

/** The head of an answer. */
export interface AnswerHead {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
}

/** Returns the reason not to read an answer, by its head; `undefined` if it is to be read. */
export function unusableHead({ headers }: AnswerHead, maxBytes: number): string | undefined {
  if (!isPlain(headers['content-encoding'])) return 'an encoding that was not asked for';
  return Number(headers['content-length'] ?? 0) > maxBytes ? tooMuch(maxBytes) : undefined;
}

/** Returns the end of a message about an answer that is too large. */
export function tooMuch(maxBytes: number): string {
  return `more than ${maxBytes} bytes`;
}

/** Returns the error of an unusable answer. @param what the upstream sent, for the message */
export function unusable(head: AnswerHead, endpoint: string, what: string): UpstreamError {
  return new UpstreamError('bad_response', `${endpoint}: the upstream sent ${what}.`, { details: detailsOf(head) });
}

/** The fields of lists of records of which most members are only passed on, by endpoint. */
const fieldsOfLists: ReadonlyMap<string, FieldTable> = new Map<string, FieldTable>([
  ['GET /v1/contacts', contactFields],
  ['POST /v1/contacts/search', contactFields],
  ['GET /v1/companies', companyFields],
  ['POST /v1/companies/search', companyFields],
]);

/**
 * Decodes an answer that was read to its end.
 * @throws UpstreamError with the upstream's code for an error envelope, whatever its status; `bad_response` for anything
 *   that is not the documented envelope (a proxy's HTML page, truncated JSON)
 */
export function decodeAnswer(head: AnswerHead, chunks: readonly Buffer[], endpoint: string): UpstreamAnswer {
  const { statusCode, headers } = head;
  const isSuccess = statusCode >= 200 && statusCode < 300;
  const isScanned = isSuccess && isJson(headers['content-type']);
  const fields = isScanned ? fieldsOfLists.get(endpoint) : undefined;
  const scanned = fields && scanList(chunks, fields);
  if (scanned) {
    const { rows, envelope } = scanned;
    return { data: rows, meta: asObject(envelope['meta']) ?? {}, envelope };
  }
  const batch = isScanned && endpoint === 'POST /v1/batch' ? scanBatch(chunks) : undefined;
  const envelope = batch ?? parseObject(joined(chunks));
  if (isSuccess && envelope?.['success'] === true && 'data' in envelope) {
    if (!isJson(headers['content-type'])) throw unusable(head, endpoint, 'something that it does not call JSON');
    return { data: envelope['data'], meta: asObject(envelope['meta']) ?? {}, envelope };
  }
  throw errorOf(envelope, detailsOf(head), headers, endpoint);
}

function detailsOf({ statusCode, headers }: AnswerHead): UpstreamDetails {
  return { status: statusCode, ...optional('requestId', markOf(headers['x-request-id'])) };
}

/** Returns the error of an answer by its envelope; without one, by its status. */
function errorOf(
  envelope: Json | undefined,
  base: UpstreamDetails,
  headers: IncomingHttpHeaders,
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
  // Proxies in front of the upstream answer without its envelope (contract §5, "Envelope").
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

/** Returns true if a body has no encoding: none is requested, and a small compressed body can expand to any size. */
function isPlain(encoding: string | string[] | undefined): boolean {
  return encoding === undefined || encoding === 'identity';
}

/** An answer without a content type may still be the envelope. */
function isJson(type: string | string[] | undefined): boolean {
  return type === undefined || (typeof type === 'string' && /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type));
}

function parseObject(bytes: Buffer): Json | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    return asObject(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** A member that is there only with a value (`exactOptionalPropertyTypes`). */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
