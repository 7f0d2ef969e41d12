import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Request that the sandbox received. */
export interface RecordedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** The raw query string, without "?". */
  query: string;
  /** Parsed query of a GET, parsed body of other methods. */
  params: unknown;
  /** Headers that the upstream uses. Keys are masked; equal keys have equal masks. */
  headers: Readonly<Record<string, string>>;
  /** 0 until the response is sent, and if it is never completed. */
  status: number;
  /** Number of native reads of up to 50 rows. */
  innerPages: number;
  /** Milliseconds since 1970 by the sandbox's clock. */
  at: number;
}

// Tests read the newest requests; a long benchmark must not fill the memory.
const minKept = 10_000;

/** Log of the requests received, oldest first. Only the newest 10,000 to 20,000 are kept. */
export class RequestLog {
  readonly #entries: RecordedRequest[] = [];
  #count = 0;

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** Number of requests since the last clear, also of those no longer kept. */
  get count(): number {
    return this.#count;
  }

  add(entry: RecordedRequest): void {
    if (this.#entries.length >= minKept * 2) this.#entries.splice(0, minKept);
    this.#entries.push(entry);
    this.#count += 1;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#count = 0;
  }
}

const secret = ['x-api-key', 'authorization'] as const;
const plain = ['accept', 'accept-encoding', 'content-type', 'traceparent', 'user-agent', 'x-request-id'] as const;

/** Returns the headers that the upstream uses, with masked keys. */
export function recordedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of secret) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = masked(value);
  }
  for (const name of plain) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}

const masks = new Map<string, string>();

/** Returns a mask such as `vibe_session_…3fa1`, which tells keys apart and does not reveal them. */
export function masked(value: string): string {
  const known = masks.get(value);
  if (known !== undefined) return known;
  const token = value.replace(/^Bearer\s+/i, '');
  const scheme = value.length > token.length ? 'Bearer ' : '';
  const prefix = /^vibe_[a-z]{1,10}_/.exec(token)?.[0] ?? '';
  const mask = `${scheme}${prefix}…${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
  if (masks.size > 1000) masks.clear();
  masks.set(value, mask);
  return mask;
}
