import type { Dispatcher } from 'undici';
import type { CancelSignal } from '../cancellation.ts';
import { type AnswerHead, tooMuch, unusable, unusableHead } from '../wire/answer.ts';
import { endedBy } from './pipeline/deadline.ts';

/** Takes the answer to one request. */
export interface Receiver {
  /** Name of the request in errors. */
  readonly endpoint: string;
  readonly maxBytes: number;
  /** Aborts the request. */
  readonly signal: CancelSignal | undefined;
  /** Called when the request is sent; before, it waits for a connection of the pool. */
  onSent?(): void;
  /** Called with the head as soon as it arrives. */
  onHead?(head: AnswerHead): void;
  /** Called with an answer that was read to its end. */
  onWhole(head: AnswerHead, chunks: readonly Buffer[]): void;
  /** Called with an UpstreamError for an unusable answer or an abort; otherwise with undici's error. */
  onFailure(error: unknown): void;
}

/**
 * Sends a request and reads its answer, without a stream in between. The connection is destroyed where
 * the answer is unusable or the request is aborted.
 */
export function exchange(
  pool: Pick<Dispatcher, 'dispatch'>,
  request: Dispatcher.DispatchOptions,
  receiver: Receiver,
): void {
  const reader = new Reader(receiver);
  if (reader.listen()) pool.dispatch(request, reader);
}

/** Collects the answer to one request from undici's events. */
class Reader implements Dispatcher.DispatchHandler {
  readonly #receiver: Receiver;
  #chunks: Buffer[] | undefined;
  #size = 0;
  #head: AnswerHead | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #givenUp: Error | undefined;
  #isOver = false;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  /** Listens for an abort, also while the request waits for a connection, which can take long. False if it is aborted. */
  listen(): boolean {
    const { signal } = this.#receiver;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
    return !this.#isOver;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp) controller.abort(this.#givenUp);
    else this.#receiver.onSent?.();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: AnswerHead['headers'],
  ): void {
    // An informational response (1xx): the final one follows.
    if (statusCode < 200) return;
    const { endpoint, maxBytes } = this.#receiver;
    this.#head = { statusCode, headers };
    this.#receiver.onHead?.(this.#head);
    const what = unusableHead(this.#head, maxBytes);
    if (what !== undefined) this.#giveUp(unusable(this.#head, endpoint, what));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { endpoint, maxBytes } = this.#receiver;
    this.#size += chunk.length;
    if (this.#size > maxBytes) {
      if (this.#head) this.#giveUp(unusable(this.#head, endpoint, tooMuch(maxBytes)));
    } else if (this.#chunks) this.#chunks.push(chunk);
    else this.#chunks = [chunk];
  }

  onResponseEnd(): void {
    if (this.#head && this.#end()) this.#receiver.onWhole(this.#head, this.#chunks ?? []);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #onAbort = (): void => {
    const { signal, endpoint } = this.#receiver;
    if (signal) this.#giveUp(endedBy(signal, endpoint));
  };

  #giveUp(error: Error): void {
    this.#givenUp = error;
    this.#controller?.abort(error);
    this.#fail(error);
  }

  #fail(error: unknown): void {
    if (this.#end()) this.#receiver.onFailure(error);
  }

  /** Returns true the first time: only then the receiver has its outcome. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#receiver.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
