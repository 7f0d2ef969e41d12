import { Cancellation } from '../../cancellation.ts';
import type { UpstreamAnswer } from '../../wire/upstream-request.ts';
import { endedBy } from './deadline.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { Settle } from './step.ts';

/** One request in flight, and the reads that wait for it. */
export class Flight implements Settle {
  readonly cancel = new Cancellation();
  /** Deadline of the read that started it: waits for permits and retries end there. */
  readonly deadlineAt: number;
  readonly #onLanded: (flight: Flight) => void;
  #waiters: Waiter[] | undefined;

  /** @param onLanded called when no read can join any more: it is settled, or aborted */
  constructor(deadlineAt: number | undefined, onLanded: (flight: Flight) => void) {
    this.deadlineAt = deadlineAt ?? Number.POSITIVE_INFINITY;
    this.#onLanded = onLanded;
  }

  add(waiter: Waiter): void {
    // Nearly every request has one: an array that grows would have room for 17.
    if (this.#waiters) this.#waiters.push(waiter);
    else this.#waiters = [waiter];
    waiter.wait(this);
  }

  /** Removes an aborted read. The request is aborted with the last one, for the same reason. */
  remove(waiter: Waiter, reason: unknown): void {
    this.#waiters = this.#waiters?.filter((other) => other !== waiter);
    if (this.#waiters?.length) return;
    this.#onLanded(this);
    // With the reason: a request whose last read timed out counts as a timeout.
    this.cancel.abort(reason);
  }

  answer(answer: UpstreamAnswer): void {
    for (const waiter of this.#landed()) waiter.answer(answer);
  }

  fail(error: unknown): void {
    for (const waiter of this.#landed()) waiter.fail(error);
  }

  #landed(): readonly Waiter[] {
    const waiters = this.#waiters ?? [];
    this.#waiters = undefined;
    this.#onLanded(this);
    return waiters;
  }
}

/** One read that waits for a request: settled with it, or as soon as its own signal aborts. */
export class Waiter implements Settle {
  readonly #outgoing: OutgoingRequest;
  readonly #settle: Settle;
  #flight: Flight | undefined;

  constructor(outgoing: OutgoingRequest, settle: Settle) {
    this.#outgoing = outgoing;
    this.#settle = settle;
  }

  wait(flight: Flight): void {
    this.#flight = flight;
    const { signal } = this.#outgoing;
    if (signal?.aborted) this.#leave();
    else signal?.addEventListener('abort', this.#leave, { once: true });
  }

  answer(answer: UpstreamAnswer): void {
    this.#stopListening();
    this.#settle.answer(answer);
  }

  fail(error: unknown): void {
    this.#stopListening();
    this.#settle.fail(error);
  }

  readonly #leave = (): void => {
    const { signal, request } = this.#outgoing;
    if (!signal) return;
    this.#flight?.remove(this, signal.reason);
    this.#settle.fail(endedBy(signal, request.endpoint));
  };

  #stopListening(): void {
    this.#outgoing.signal?.removeEventListener('abort', this.#leave);
  }
}
