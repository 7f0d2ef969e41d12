import { UpstreamError } from '../errors.ts';
import { endedBy } from './deadline.ts';
import { FairQueue, type Waiter } from './fair-queue.ts';
import type { KeyWindow } from './key-window.ts';
import { PortalRate } from './portal-rate.ts';

export interface PortalLimits {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

/** A request that wants its turn. */
export interface TurnRequest extends Waiter {
  readonly key: KeyWindow;
  /** How many inner pages the upstream reads for it at most. */
  readonly cost: number;
  readonly endpoint: string;
  readonly deadlineAt: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A request's time at the portal. */
export interface Turn {
  /** Gives its place to the next; to be called once, whatever came of it. */
  end(): void;
}

interface Waiting extends TurnRequest {
  admit(turn: Turn): void;
}

/** For this long after its last request a caller counts as there: others then leave it a slot. */
const PRESENT_MS = 30_000;

/** What one portal is asked at a time and in a second, and who waits for it. */
export class Portal {
  readonly rate: PortalRate;
  readonly #limits: PortalLimits;
  readonly #queue = new FairQueue<Waiting>();
  readonly #inFlightOf = new Map<string, number>();
  readonly #seenAt = new Map<string, number>();
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: PortalLimits) {
    this.#limits = limits;
    this.rate = new PortalRate(limits.perSecond);
  }

  get queued(): number {
    return this.#queue.size;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Waits until a request may be sent.
   * @throws UpstreamError `rate_limited` if the queue is full or the wait would be too long; `cancelled`, `timeout`
   */
  async turn(request: TurnRequest): Promise<Turn> {
    this.#seenAt.set(request.caller, performance.now());
    if (this.#queue.size === 0 && this.#mayGo(request) && this.#delayOf(request) === 0) return this.#begin(request);
    const expectedMs = this.#expectedWaitMs(request);
    const patienceMs = Math.min(
      this.#limits.maxWaitMs,
      (request.deadlineAt ?? Number.POSITIVE_INFINITY) - performance.now(),
    );
    if (this.#queue.size >= this.#limits.maxWaiting || expectedMs > patienceMs) throw refusal(request, expectedMs);
    return this.#wait(request, patienceMs);
  }

  async #wait(request: TurnRequest, patienceMs: number): Promise<Turn> {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const waiting: Waiting = { ...request, admit: resolve };
    this.#queue.add(waiting);
    const leave = (error: UpstreamError): void => {
      if (this.#queue.remove(waiting)) reject(error);
    };
    const onAbort = (): void => {
      const { signal } = request;
      const error = signal && endedBy(signal, request.endpoint);
      // A deadline that passes in the queue is the queue's fault, not the portal's.
      if (error) leave(error.code === 'timeout' ? refusal(request, this.#expectedWaitMs(request)) : error);
    };
    const timer = setTimeout(() => leave(refusal(request, this.#expectedWaitMs(request))), patienceMs);
    request.signal?.addEventListener('abort', onAbort, { once: true });
    this.#pump();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Lets go whoever may, and comes back when the next one may. */
  #pump(): void {
    clearTimeout(this.#timer);
    let soonest = Number.POSITIVE_INFINITY;
    const mayGoNow = (waiting: Waiting): boolean => {
      if (!this.#mayGo(waiting)) return false;
      const delayMs = this.#delayOf(waiting);
      soonest = Math.min(soonest, delayMs);
      return delayMs === 0;
    };
    for (let next = this.#queue.next(mayGoNow); next; next = this.#queue.next(mayGoNow)) {
      next.admit(this.#begin(next));
      soonest = Number.POSITIVE_INFINITY;
    }
    if (this.#queue.size > 0 && soonest < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(soonest)));
    }
  }

  #begin({ caller, key, cost }: TurnRequest): Turn {
    key.take();
    const places = this.rate.take(cost);
    this.#inFlight += 1;
    this.#inFlightOf.set(caller, (this.#inFlightOf.get(caller) ?? 0) + 1);
    return {
      end: () => {
        places.release();
        this.#inFlight -= 1;
        const left = (this.#inFlightOf.get(caller) ?? 1) - 1;
        if (left === 0) this.#inFlightOf.delete(caller);
        else this.#inFlightOf.set(caller, left);
        this.#seenAt.set(caller, performance.now());
        this.#pump();
      },
    };
  }

  /** Whether a slot is free for a caller: while others are there, one stays out of reach of any single caller. */
  #mayGo({ caller }: TurnRequest): boolean {
    if (this.#inFlight >= this.#limits.concurrency) return false;
    const own = this.#inFlightOf.get(caller) ?? 0;
    const share = this.#othersPresent(caller) ? Math.max(1, this.#limits.concurrency - 1) : this.#limits.concurrency;
    return own < share;
  }

  #othersPresent(caller: string): boolean {
    const since = performance.now() - PRESENT_MS;
    for (const [other, seenAt] of this.#seenAt) {
      if (seenAt < since && !this.#inFlightOf.has(other)) this.#seenAt.delete(other);
      else if (other !== caller) return true;
    }
    return false;
  }

  #delayOf({ key }: TurnRequest): number {
    return Math.max(this.rate.delay(), key.delay());
  }

  /** About how long a request that comes now waits: everybody ahead of it in its caller's line, in turn with others. */
  #expectedWaitMs(request: TurnRequest): number {
    const ahead = this.#queue.waitingOf(request.caller) * Math.max(1, this.#queue.callers);
    return this.#delayOf(request) + (ahead / this.rate.perSecond) * 1000;
  }
}

function refusal({ endpoint }: TurnRequest, expectedMs: number): UpstreamError {
  return new UpstreamError('rate_limited', `${endpoint}: not sent, since too many requests wait for the portal.`, {
    retryAfterMs: Math.max(1000, expectedMs),
  });
}
