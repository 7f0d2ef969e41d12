import type { CancelSignal } from '../../cancellation.ts';
import type { Credentials } from '../../credentials.ts';
import type { UpstreamRequest } from '../../wire/upstream-request.ts';
import type { CallerState } from './callers.ts';
import type { OperationTrace } from './operation-trace.ts';
import type { RateHeaders } from './rate-limit/key-window.ts';
import type { Priority, SendOptions } from './send.ts';

/** One request on its way through the steps. They share this object: what a step sets, all others see. */
export class OutgoingRequest implements SendOptions {
  readonly request: UpstreamRequest;
  readonly credentials: Credentials;
  readonly caller: CallerState;
  /** Aborts the request. */
  signal: CancelSignal | undefined;
  /** Deadline, on the clock of `performance.now()`. */
  deadlineAt: number | undefined;
  readonly priority: Priority;
  observe: SendOptions['observe'];
  readonly trace: OperationTrace | undefined;
  /** Number of the try, from 1. */
  attempt = 1;
  /** When this try began, on the clock of `performance.now()`. */
  askedAt = performance.now();
  /** Wait for the permit, in milliseconds; 0 until there is one. */
  queueWaitMs = 0;
  /** True once the request is written. One that is aborted before never reaches the upstream. */
  isSent = false;
  /** Headers of the steps, beside those of the request. */
  readonly headers: Record<string, string> = {};
  /** Takes the rate-limit headers of the answer as soon as they arrive. */
  feedback: { onHeaders(rate: RateHeaders): void } | undefined;
  #bodyText: string | undefined;

  // oxlint-disable-next-line max-params -- the caller is that of the credentials
  constructor(request: UpstreamRequest, credentials: Credentials, caller: CallerState, options: SendOptions) {
    this.request = request;
    this.credentials = credentials;
    this.caller = caller;
    this.signal = options.signal;
    this.deadlineAt = options.deadlineAt;
    this.priority = options.priority ?? 'interactive';
    this.observe = options.observe;
    this.trace = options.trace;
  }

  /** The body as it is sent; computed once. */
  get bodyText(): string | undefined {
    const { body } = this.request;
    return body === undefined ? undefined : (this.#bodyText ??= JSON.stringify(body));
  }
}
