import { UpstreamError } from '../errors.ts';
import { Blame } from './blame.ts';
import { endedBy } from './deadline.ts';
import { FairQueue, type Waiter } from './fair-queue.ts';
import type { KeyWindow } from './key-window.ts';
import { PortalRate } from './portal-rate.ts';
import { Slots } from './slots.ts';

export interface PortalLimits {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

/** A request that wants its turn. */
export interface TurnRequest extends Waiter {
  /** The minutes that it counts in: its key's, and a narrower one where its method has one. */
  readonly windows: readonly KeyWindow[];
  /** How many inner pages the upstream reads for it at most. */
  readonly cost: number;
  readonly endpoint: string;
  readonly deadlineAt: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A request's time at the portal. */
export interface Turn {
  /**
   * Gives its place to the next; to be called once, whatever came of it.
   * @param answered whether an answer came, of whatever kind
   */
  end(answered: boolean): void;
}

interface Waiting extends TurnRequest {
  admit(turn: Turn): void;
  /** Takes it out of the queue, unless its turn has come. */
  leave(error: UpstreamError): void;
}

/** How often it is looked whether others are still there, if only that keeps somebody waiting. */
const LOOK_MS = 1000;

/** What one portal is asked at a time and in a second, and who waits for it. */
export class Portal {
  readonly rate: PortalRate;
  readonly blame = new Blame<KeyWindow>();
  readonly #limits: PortalLimits;
  readonly #queue = new FairQueue<Waiting>();
  readonly #slots: Slots;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: PortalLimits) {
    this.#limits = limits;
    this.rate = new PortalRate(limits.perSecond);
    this.#slots = new Slots(limits.concurrency);
  }

  get queued(): number {
    return this.#queue.size;
  }

  get inFlight(): number {
    return this.#slots.inFlight;
  }

  /**
   * Waits until a request may be sent.
   * @throws UpstreamError `rate_limited` if the queue is full or the wait would be too long; `cancelled`, `timeout`
   */
  async turn(request: TurnRequest): Promise<Turn> {
    this.#slots.see(request.caller);
    if (this.#queue.size === 0 && this.#mayGoNow(request)) return this.#begin(request);
    const expectedMs = this.#expectedWaitMs(request);
    const patienceMs = Math.min(
      this.#limits.maxWaitMs,
      (request.deadlineAt ?? Number.POSITIVE_INFINITY) - performance.now(),
    );
    if (expectedMs > patienceMs || !this.#hasRoomFor(request)) throw refusal(request, expectedMs);
    return this.#wait(request, patienceMs);
  }

  /** In a full queue, a caller with few requests takes a place of the one with the most: nobody keeps others out. */
  #hasRoomFor(request: TurnRequest): boolean {
    if (this.#queue.size < this.#limits.maxWaiting) return true;
    const longest = this.#queue.longest();
    const last = longest.at(-1);
    if (!last || longest.length <= this.#queue.lineOf(request).length + 1) return false;
    last.leave(refusal(last, this.#expectedWaitMs(last)));
    return true;
  }

  async #wait(request: TurnRequest, patienceMs: number): Promise<Turn> {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const leave = (error: UpstreamError): void => {
      if (this.#queue.remove(waiting)) reject(error);
    };
    const waiting: Waiting = { ...request, admit: resolve, leave };
    this.#queue.add(waiting);
    const tooLate = (): void => leave(refusal(request, this.#expectedWaitMs(request)));
    const onAbort = (): void => {
      const { signal } = request;
      const error = signal && endedBy(signal, request.endpoint);
      // A deadline that passes in the queue is the queue's fault, not the portal's.
      if (error?.code === 'timeout') tooLate();
      else if (error) leave(error);
    };
    const timer = setTimeout(tooLate, patienceMs);
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
    while (this.#queue.size > 0 && !this.#slots.areFull) {
      let soonestMs = this.rate.delay();
      if (soonestMs === 0) {
        soonestMs = LOOK_MS;
        const next = this.#queue.next(({ caller, windows }) => {
          if (!this.#slots.isFreeFor(caller)) return false;
          const delayMs = delayOf(windows);
          soonestMs = Math.min(soonestMs, delayMs);
          return delayMs === 0;
        });
        if (next) {
          next.admit(this.#begin(next));
          continue;
        }
      }
      this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(soonestMs)));
      return;
    }
  }

  #mayGoNow({ caller, windows }: TurnRequest): boolean {
    return this.#slots.isFreeFor(caller) && this.rate.delay() === 0 && delayOf(windows) === 0;
  }

  #begin({ caller, windows, cost }: TurnRequest): Turn {
    for (const window of windows) window.take();
    const places = this.rate.take(cost);
    this.#slots.take(caller);
    return {
      end: (answered) => {
        places.release(answered);
        this.#slots.giveBack(caller);
        this.#pump();
      },
    };
  }

  /** About how long a request that comes now waits: for everybody whose turn is before its own, and for its key. */
  #expectedWaitMs(request: TurnRequest): number {
    let cost = 0;
    for (const waiting of this.#queue.ahead(request)) cost += waiting.cost;
    const behindOthersMs = this.rate.delay() + (cost / this.rate.perSecond) * 1000;
    const line = this.#queue.lineOf(request);
    const inWindowMs = request.windows.map((window) =>
      window.delay(line.filter(({ windows }) => windows.includes(window)).length),
    );
    return Math.max(behindOthersMs, ...inWindowMs);
  }
}

/** Until all of them have room for one more request. */
function delayOf(windows: readonly KeyWindow[]): number {
  return Math.max(...windows.map((window) => window.delay()));
}

function refusal({ endpoint }: TurnRequest, expectedMs: number): UpstreamError {
  return new UpstreamError('rate_limited', `${endpoint}: not sent, since too many requests wait for the portal.`, {
    retryAfterMs: Math.max(1000, expectedMs),
  });
}
