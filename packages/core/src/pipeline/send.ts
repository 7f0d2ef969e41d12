import type { Credentials } from '../credentials.ts';
import type { UpstreamErrorCode } from '../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../upstream.ts';
import type { RateHeaders } from './rate-limit/key-window.ts';
import type { OperationTrace } from './trace.ts';

/** How a request got away. */
export interface Sent {
  /** How long it waited for its turn, in milliseconds. */
  readonly queueWaitMs: number;
  /** Whether it is an identical one of another operation of the same caller, which was under way. */
  readonly shared: boolean;
  /** What was sent, where that is only a part of the request: the calls of a batch that failed before. */
  readonly request?: UpstreamRequest;
}

/** What goes with a request besides its content. Steps hand it on, each with what it knows. */
export interface SendOptions {
  /** Ends the request when nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
  /** When the caller's time is up, on the clock of `performance.now()`. */
  readonly deadlineAt?: number | undefined;
  /** Whether somebody looks at a screen for it, or a walk through many pages can wait. Default interactive. */
  readonly priority?: Priority | undefined;
  /** Told once, when the request leaves or joins one that is under way. */
  readonly observe?: ((sent: Sent) => void) | undefined;
  /** What the operation wants known of its requests, and what they take along. */
  readonly trace?: OperationTrace | undefined;
  /** Set on the way: told when its turn has come, with how long it waited for it, in milliseconds. */
  readonly onPermit?: (queueWaitMs: number) => void;
  /** Set on the way: told what the upstream says of the key's budget. */
  readonly onRate?: (rate: RateHeaders) => void;
  /** Set on the way: told when the request leaves. One that is given up before is none to the upstream. */
  readonly onSent?: () => void;
  /** Set on the way: which try it is, from 1. */
  readonly attempt?: number;
  /** Set on the way: how long it waited for its turn, in milliseconds. */
  readonly queueWaitMs?: number;
}

export type Priority = 'interactive' | 'background';

/** Sends one request for one caller, and gives its answer. */
export type Send = (
  request: UpstreamRequest,
  credentials: Credentials,
  options: SendOptions,
) => Promise<UpstreamAnswer>;

/** One part of the pipeline: what happens around the rest of it. */
export type Step = (next: Send) => Send;

/** What happens to requests, for metrics: it names endpoints, never values or callers. */
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

/** What came of a request's wait for its turn. */
export interface PermitEvent {
  readonly type: 'turn';
  readonly endpoint: string;
  /** Whether its turn came; if not, whether the queue gave it up or its caller left. */
  readonly outcome: 'sent' | 'refused' | 'left';
  readonly waitMs: number;
}

/** Puts steps around a send, the first one outermost. */
export function compose(steps: readonly Step[], send: Send): Send {
  return steps.reduceRight((next, step) => step(next), send);
}
