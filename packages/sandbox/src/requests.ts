import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** One request that the sandbox received. */
export interface RecordedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** The raw query string, without "?". */
  query: string;
  /** The parsed query of a GET, the parsed body of other methods. */
  params: unknown;
  /** Only those that matter to the upstream; keys are masked, equal ones alike. */
  headers: Readonly<Record<string, string>>;
  /** 0 while unanswered, and for good when the answer was cut off. */
  status: number;
  /** How many native reads of 50 rows the answer took. */
  innerPages: number;
  /** By the sandbox's clock, milliseconds since 1970. */
  at: number;
}

// Tests look at the newest; a benchmark must not fill the memory with its own past.
const keptAtLeast = 10_000;

/** What the sandbox was asked, newest last; only the newest 10,000 to 20,000 are kept. */
export class RequestLog {
  readonly #entries: RecordedRequest[] = [];
  #count = 0;

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** All requests since the last clear, also those no longer kept. */
  get count(): number {
    return this.#count;
  }

  add(entry: RecordedRequest): void {
    if (this.#entries.length >= keptAtLeast * 2) this.#entries.splice(0, keptAtLeast);
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

/** The headers that matter, with keys masked. */
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

/** `vibe_session_…3fa1`: enough to tell two keys apart, not enough to use one. */
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
