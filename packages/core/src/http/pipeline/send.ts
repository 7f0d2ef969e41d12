import type { CancelSignal } from '../../cancellation.ts';
import type { Credentials } from '../../credentials.ts';
import type { UpstreamErrorCode } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import type { OperationTrace } from './operation-trace.ts';

/** A request that was sent. */
export interface Sent {
  /** Wait for the permit, in milliseconds. */
  readonly queueWaitMs: number;
  /** True if it joined an identical request of the same caller that was in flight. */
  readonly shared: boolean;
  /** The request that was sent, where it is only a part: the calls of a batch that failed before. */
  readonly request?: UpstreamRequest;
}

/** Options of a request. */
export interface SendOptions {
  /** Aborts the request when no caller waits for it any more. */
  readonly signal?: CancelSignal | undefined;
  /** Deadline of the caller, on the clock of `performance.now()`. */
  readonly deadlineAt?: number | undefined;
  /** `interactive`: a user is waiting. `background`: bulk traffic that may be delayed. Default `interactive`. */
  readonly priority?: Priority | undefined;
  /** Called once, when the request is sent or joins one that is in flight. */
  readonly observe?: ((sent: Sent) => void) | undefined;
  /** Tracing of the operation. */
  readonly trace?: OperationTrace | undefined;
}

export type Priority = 'interactive' | 'background';

/** Sends one request for one caller. Resolves with its answer. */
export type Send = (
  request: UpstreamRequest,
  credentials: Credentials,
  options: SendOptions,
) => Promise<UpstreamAnswer>;

/** Takes the outcome of a request. */
export interface Settle {
  answer(answer: UpstreamAnswer): void;
  fail(error: unknown): void;
}

/** Events of requests, for metrics: they name endpoints, never values or callers. */
export type UpstreamEvent =
  | {
      readonly type: 'call';
      readonly endpoint: string;
      readonly outcome: 'ok' | UpstreamErrorCode;
      readonly durationMs: number;
      readonly attempt: number;
    }
  | PermitEvent
  | { readonly type: 'shared'; readonly endpoint: string }
  | { readonly type: 'breaker'; readonly state: 'open' | 'half-open' | 'closed' };

/** The end of a request's wait for a permit. */
export interface PermitEvent {
  readonly type: 'permit';
  readonly endpoint: string;
  /** `sent`: it has its permit. `refused`: the queue was full or the wait too long. `left`: its wait was aborted. */
  readonly outcome: 'sent' | 'refused' | 'left';
  readonly waitMs: number;
}
