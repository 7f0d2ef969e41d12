import type { IncomingHttpHeaders } from 'node:http';
import { type AnswerHead, decodeAnswer } from '../wire/answer.ts';
import type { ConnectionPools } from './connection-pools.ts';
import { exchange, type Receiver } from './exchange.ts';
import type { CancelSignal } from '../cancellation.ts';
import type { OutgoingRequest } from './pipeline/outgoing-request.ts';
import type { RateHeaders } from './pipeline/rate-limit/key-window.ts';
import type { Settle } from './pipeline/send.ts';
import type { Next } from './pipeline/step.ts';
import type { UpstreamAnswer } from '../wire/upstream-request.ts';

export interface TransportOptions {
  readonly pools: ConnectionPools;
  /** Path in front of every request's. */
  readonly prefix: string;
  readonly maxAnswerBytes: number;
}

/**
 * Creates the end of the pipeline: sends a request over the caller's own connections, and reads its answer to the end.
 * The signal of the request ends it at its deadline.
 */
export function createTransport({ pools, prefix, maxAnswerBytes }: TransportOptions): Next {
  return (outgoing, settle) => {
    const { method, path, query } = outgoing.request;
    exchange(
      pools.of(outgoing.caller),
      {
        method,
        path: query ? `${prefix}${path}?${query}` : `${prefix}${path}`,
        headers: headersOf(outgoing),
        body: outgoing.bodyText ?? null,
      },
      new Transfer(outgoing, settle, maxAnswerBytes),
    );
  };
}

/** One request on the wire. */
class Transfer implements Receiver {
  readonly endpoint: string;
  readonly maxBytes: number;
  readonly signal: CancelSignal | undefined;
  readonly #outgoing: OutgoingRequest;
  readonly #settle: Settle;
  readonly #askedAt: number;

  constructor(outgoing: OutgoingRequest, settle: Settle, maxBytes: number) {
    this.endpoint = outgoing.request.endpoint;
    this.maxBytes = maxBytes;
    this.signal = outgoing.signal;
    this.#outgoing = outgoing;
    this.#settle = settle;
    // The clock is read only for the report.
    this.#askedAt = outgoing.observe ? performance.now() : 0;
  }

  onSent(): void {
    const { observe, queueWaitMs } = this.#outgoing;
    this.#outgoing.isSent = true;
    observe?.({ queueWaitMs: queueWaitMs + performance.now() - this.#askedAt, shared: false });
  }

  onHead({ headers }: AnswerHead): void {
    const { feedback } = this.#outgoing;
    const rate = feedback && rateOf(headers);
    if (rate) feedback.onHeaders(rate);
  }

  onWhole(head: AnswerHead, chunks: readonly Buffer[]): void {
    let answer: UpstreamAnswer;
    try {
      answer = decodeAnswer(head, chunks, this.endpoint);
    } catch (error) {
      return this.#settle.fail(error);
    }
    this.#settle.answer(answer);
  }

  onFailure(error: unknown): void {
    this.#settle.fail(error);
  }
}

/** Those of the steps come last: no other header replaces credentials. */
function headersOf({ request, headers }: OutgoingRequest): Record<string, string> {
  const all: Record<string, string> = {
    ...request.headers,
    accept: 'application/json',
    'user-agent': 'contacts-gateway',
  };
  if (request.body !== undefined) all['content-type'] = 'application/json';
  return Object.assign(all, headers);
}

/** The X-RateLimit headers (contract §5), where all three are whole numbers. */
function rateOf(headers: IncomingHttpHeaders): RateHeaders | undefined {
  const limit = wholeNumber(headers['x-ratelimit-limit']);
  if (limit === undefined) return undefined;
  const remaining = wholeNumber(headers['x-ratelimit-remaining']);
  const reset = wholeNumber(headers['x-ratelimit-reset']);
  return remaining === undefined || reset === undefined ? undefined : { limit, remaining, resetMs: reset * 1000 };
}

function wholeNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
