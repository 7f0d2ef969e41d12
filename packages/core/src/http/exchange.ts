import type { Dispatcher } from 'undici';
import type { CancelSignal } from '../cancellation.ts';
import { type AnswerHead, tooMuch, unusable, unusableHead } from '../wire/answer.ts';
import { endedBy } from './pipeline/deadline.ts';

export interface ExchangeOptions {
  /** Name of the request in errors. */
  readonly endpoint: string;
  readonly maxBytes: number;
  readonly signal: CancelSignal | undefined;
  /** Called when the request is sent; before, it waits for a connection of the pool. */
  readonly onSent: () => void;
  /** Called with the head as soon as it arrives. */
  readonly onHead: (head: AnswerHead) => void;
}

/** An answer that was read to its end. */
export interface WholeAnswer {
  readonly head: AnswerHead;
  readonly bytes: Buffer;
}

/**
 * Sends a request and reads its answer, without a stream in between. The connection is destroyed where
 * the answer is unusable or the request is aborted.
 * @returns a promise that rejects with an UpstreamError for an unusable answer or an abort; otherwise with
 *   undici's error
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<WholeAnswer> {
  const { signal, endpoint } = options;
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  // Also while it waits for a connection, which can take long.
  const onAbort = (): void => reader.giveUp(endedBy(signal as CancelSignal, endpoint));
  const done = (): void => signal?.removeEventListener('abort', onAbort);
  const reader = new Reader(options, {
    resolve(answer) {
      done();
      resolve(answer);
    },
    reject(error) {
      done();
      reject(error);
    },
  });
  if (signal?.aborted) {
    onAbort();
    return promise;
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  dispatcher.dispatch(request, reader);
  return promise;
}

interface Settle {
  resolve(answer: WholeAnswer): void;
  reject(error: unknown): void;
}

/** Collects the answer to one request from undici's events. */
class Reader implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #settle: Settle;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #head: AnswerHead | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #givenUp: Error | undefined;

  constructor(options: ExchangeOptions, settle: Settle) {
    this.#options = options;
    this.#settle = settle;
  }

  giveUp(error: Error): void {
    this.#givenUp = error;
    this.#controller?.abort(error);
    this.#settle.reject(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp) controller.abort(this.#givenUp);
    else this.#options.onSent();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: AnswerHead['headers'],
  ): void {
    // An informational response (1xx): the final one follows.
    if (statusCode < 200) return;
    const { endpoint, maxBytes, onHead } = this.#options;
    this.#head = { statusCode, headers };
    onHead(this.#head);
    const what = unusableHead(this.#head, maxBytes);
    if (what !== undefined) this.giveUp(unusable(this.#head, endpoint, what));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { endpoint, maxBytes } = this.#options;
    this.#size += chunk.length;
    if (this.#size <= maxBytes) this.#chunks.push(chunk);
    else if (this.#head) this.giveUp(unusable(this.#head, endpoint, tooMuch(maxBytes)));
  }

  onResponseEnd(): void {
    const [first, ...more] = this.#chunks;
    const bytes = first && more.length === 0 ? first : Buffer.concat(this.#chunks, this.#size);
    if (this.#head) this.#settle.resolve({ head: this.#head, bytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle.reject(error);
  }
}
