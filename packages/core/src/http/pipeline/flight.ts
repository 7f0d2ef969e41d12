import { Cancellation, type CancelSignal } from '../../cancellation.ts';
import type { DeadlineTimer, Timed } from '../../deadline-timer.ts';
import type { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import { endedBy, lateFor, timeUp } from './deadline.ts';
import type { SendOptions, Settle } from './send.ts';

/** A request that reads can share. */
export interface SharedRequest extends SendOptions {
  readonly request: UpstreamRequest;
  readonly bodyText: string | undefined;
  readonly askedAt: number;
}

/** One request in flight, and the reads that wait for it. It is aborted with the last of them. */
export class Flight extends Cancellation implements Settle {
  readonly #shared: SharedRequest;
  readonly #flights: Flight[];
  /** Deadline of the read that started it: waits for permits and retries end there. */
  readonly deadlineAt: number;
  #waiters: Waiter[] | undefined;

  /** @param flights those of the same caller that reads can join: this one, too, until it is settled or aborted */
  constructor(shared: SharedRequest, flights: Flight[]) {
    super();
    this.#shared = shared;
    this.#flights = flights;
    this.deadlineAt = shared.deadlineAt ?? Number.POSITIVE_INFINITY;
    flights.push(this);
  }

  /**
   * Returns true if a read of the same caller can share the answer. An interactive read does not wait for one that is
   * queued as background traffic.
   */
  isFor(other: SharedRequest): boolean {
    const { request, priority } = this.#shared;
    const { method, path, query } = other.request;
    return (
      request.query === query &&
      request.path === path &&
      request.method === method &&
      priority === other.priority &&
      this.#shared.bodyText === other.bodyText
    );
  }

  add(waiter: Waiter, timer: DeadlineTimer): void {
    // Nearly every request has one: an array that grows would have room for 17.
    if (this.#waiters) this.#waiters.push(waiter);
    else this.#waiters = [waiter];
    waiter.wait(this, timer);
  }

  /** Removes a read that has ended early. The request is aborted with the last one, for the same reason. */
  remove(waiter: Waiter, reason: unknown): void {
    this.#waiters = this.#waiters?.filter((other) => other !== waiter);
    if (this.#waiters?.length) return;
    this.#land();
    // With the reason: a request whose last read timed out counts as a timeout.
    this.abort(reason);
  }

  answer(answer: UpstreamAnswer): void {
    for (const waiter of this.#land()) waiter.answer(answer);
  }

  fail(error: unknown): void {
    for (const waiter of this.#land()) waiter.fail(error);
  }

  /** No read can join any more. Returns those that wait. */
  #land(): readonly Waiter[] {
    const waiters = this.#waiters ?? [];
    this.#waiters = undefined;
    const at = this.#flights.indexOf(this);
    if (at >= 0) this.#flights.splice(at, 1);
    return waiters;
  }
}

/** One read that waits for a request: settled with it, at its own deadline, or as soon as its own signal aborts. */
export class Waiter implements Settle, Timed {
  readonly endsAt: number;
  newer: Timed | undefined;
  older: Timed | undefined;
  readonly #endpoint: string;
  readonly #signal: CancelSignal | undefined;
  readonly #askedAt: number;
  readonly #settle: Settle;
  #flight: Flight | undefined;
  #timer: DeadlineTimer | undefined;

  constructor({ request, signal, deadlineAt, askedAt }: SharedRequest, settle: Settle) {
    this.endsAt = deadlineAt ?? Number.POSITIVE_INFINITY;
    this.#endpoint = request.endpoint;
    this.#signal = signal;
    this.#askedAt = askedAt;
    this.#settle = settle;
  }

  wait(flight: Flight, timer: DeadlineTimer): void {
    this.#flight = flight;
    this.#timer = timer;
    timer.add(this, this.#askedAt);
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  answer(answer: UpstreamAnswer): void {
    this.#end();
    this.#settle.answer(answer);
  }

  fail(error: unknown): void {
    this.#end();
    this.#settle.fail(error);
  }

  onTime(): void {
    this.#leave(timeUp(), lateFor(this.#endpoint));
  }

  readonly #onAbort = (): void => {
    if (this.#signal) this.#leave(this.#signal.reason, endedBy(this.#signal, this.#endpoint));
  };

  #leave(reason: unknown, error: UpstreamError): void {
    this.#end();
    this.#flight?.remove(this, reason);
    this.#settle.fail(error);
  }

  #end(): void {
    this.#timer?.remove(this);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
