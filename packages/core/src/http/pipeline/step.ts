import type { UpstreamAnswer } from '../../wire/upstream-request.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { Settle } from './send.ts';

/** A step of the pipeline. Most stand on the way; those that send a request twice or not at all stand around the rest. */
export type Step = Hook | Wrapper;

/** A step on the way of each request. */
export interface Hook {
  /**
   * Called on the way down. Returns what to call with the outcome; a promise of it only where the request has to wait.
   * @throws the error of a request that is not passed on
   */
  readonly before: (outgoing: OutgoingRequest) => After | undefined | Promise<After>;
}

/** The part of a hook that is called with the outcome of a request, once, on the way back. */
export interface After {
  onAnswer?(answer: UpstreamAnswer, outgoing: OutgoingRequest): void;
  /** Returns the error to pass on. */
  onError?(error: unknown, outgoing: OutgoingRequest): unknown;
}

/** A step around the rest of the pipeline. */
export interface Wrapper {
  readonly around: (next: Next) => Next;
}

/**
 * The rest of the pipeline. Settles a request once, at once or later. Callbacks and not promises, since a request passes
 * ten steps, and nearly none has anything to wait for.
 */
export type Next = (outgoing: OutgoingRequest, settle: Settle) => void;
