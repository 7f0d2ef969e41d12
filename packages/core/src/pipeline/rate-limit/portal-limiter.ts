import { UpstreamError } from '../../errors.ts';
import { Blame } from './throttling-scope.ts';
import { endedBy } from '../deadline.ts';
import { delaysAtOnce, type KeyWindow } from './key-window.ts';
import { NewcomerWatch } from './newcomer-watch.ts';
import { type Ending, PortalRate } from './sliding-window-limiter.ts';
import { NEWCOMER_GAP_MS, Slots } from './concurrency-limiter.ts';
import { type MaybeProven, TurnQueue } from './permit-queue.ts';
import { TypicalDuration } from './moving-average.ts';

export interface PortalLimits {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

/** A request that wants its turn. It costs as many inner pages as the upstream reads for it at most. */
export interface TurnRequest extends MaybeProven {
  /** The minutes that it counts in: its key's, and a narrower one where its method has one. */
  readonly windows: readonly KeyWindow[];
  readonly endpoint: string;
  readonly deadlineAt: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A request's time at the portal. */
export interface Turn {
  /** Gives its place to the next; to be called once, whatever came of it. */
  end(ending: TurnEnding): void;
}

export interface TurnEnding extends Ending {
  /** Whether it was given up, by a caller who left or by the deadline: the upstream may still be at work on it. */
  readonly abandoned: boolean;
  /** Whether the upstream turned its credentials away (401), before it did anything for it: that costs nothing. */
  readonly unauthorized?: boolean;
}

interface Waiting extends TurnRequest {
  admit(turn: Turn): void;
  /** Takes it out of the queue, unless its turn has come. */
  leave(error: UpstreamError): void;
}

/** How often it is looked whether others are still there, if only that keeps somebody waiting. */
const LOOK_MS = 1000;
/** Nobody waits longer than that for a slot whose request was given up. */
const MAX_HOLD_MS = 5000;

/** What one portal is asked at a time and in a second, and who waits for it. */
export class Portal {
  readonly rate: PortalRate;
  readonly blame = new Blame<KeyWindow>();
  readonly #limits: PortalLimits;
  readonly #newcomers = new NewcomerWatch();
  readonly #queue: TurnQueue<Waiting>;
  readonly #slots: Slots;
  /** From a request's turn to its answer, for each page that it reads. */
  readonly #pageDuration = new TypicalDuration();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: PortalLimits) {
    this.#limits = limits;
    this.#queue = new TurnQueue(limits.maxWaiting, this.#newcomers);
    this.rate = new PortalRate(limits.perSecond);
    this.#slots = new Slots(limits.concurrency, this.#newcomers);
  }

  get queued(): number {
    return this.#queue.size;
  }

  get inFlight(): number {
    return this.#slots.inFlight;
  }

  /** Whether there is nothing to remember of it. */
  get isFresh(): boolean {
    return this.#pageDuration.ms === 0 && this.queued === 0 && this.inFlight === 0 && this.rate.isFresh;
  }

  /** Called when the upstream has accepted the credentials of a caller for the first time. */
  prove(caller: string): void {
    this.#newcomers.accepted();
    this.#queue.prove(caller);
  }

  /**
   * Waits until a request may be sent.
   * @throws UpstreamError `rate_limited` if the queue is full or the wait would be too long; `cancelled`, `timeout`
   */
  async turn(request: TurnRequest): Promise<Turn> {
    this.#slots.see(request);
    // Whoever waits and may go, goes first. The others hold up nobody.
    if (this.#queue.size > 0 && this.#mayGoNow(request)) this.#pump();
    if (this.#mayGoNow(request)) return this.#begin(request);
    const expectedMs = this.#expectedWaitMs(request);
    const patienceMs = Math.min(
      this.#limits.maxWaitMs,
      (request.deadlineAt ?? Number.POSITIVE_INFINITY) - performance.now(),
    );
    if (expectedMs > patienceMs || !this.#hasRoomFor(request)) throw refusal(request, expectedMs);
    return this.#wait(request, patienceMs);
  }

  /** In a full queue, somebody makes room for a newcomer who matters more: nobody keeps others out. */
  #hasRoomFor(request: TurnRequest): boolean {
    if (this.#queue.hasRoomFor(request)) return true;
    const last = this.#queue.yieldsTo(request);
    if (!last) return false;
    last.leave(refusal(last, this.#expectedWaitMs(last)));
    return true;
  }

  async #wait(request: TurnRequest, patienceMs: number): Promise<Turn> {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const leave = (error: UpstreamError): void => {
      if (!this.#queue.remove(waiting)) return;
      if (this.#queue.size === 0) clearTimeout(this.#timer);
      reject(error);
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
    const timer = Number.isFinite(patienceMs) ? setTimeout(tooLate, patienceMs) : undefined;
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
        const delayOf = delaysAtOnce();
        const next = this.#queue.next((waiting) => {
          if (!this.#slots.isFreeFor(waiting)) {
            if (!waiting.isProven) soonestMs = Math.min(soonestMs, NEWCOMER_GAP_MS);
            return false;
          }
          const delayMs = delayOf(waiting.windows);
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

  #mayGoNow(request: TurnRequest): boolean {
    return (
      this.#slots.isFreeFor(request) &&
      this.rate.delay() === 0 &&
      request.windows.every((window) => window.delay() === 0)
    );
  }

  #begin(request: TurnRequest): Turn {
    const taken = request.windows.map((window) => [window, window.take()] as const);
    const places = this.rate.take(request.cost);
    this.#slots.take(request);
    const begunAt = performance.now();
    return {
      end: (ending) => {
        const tookMs = performance.now() - begunAt;
        if (ending.unauthorized) {
          if (!request.isProven) this.#newcomers.refused();
          for (const [window, at] of taken) window.giveBack(at);
        }
        places.release(ending.unauthorized ? { answered: true, pages: 0 } : ending);
        if (ending.answered && !ending.unauthorized)
          this.#pageDuration.saw(tookMs / Math.min(request.cost, ending.pages ?? request.cost));
        const giveBack = (): void => {
          this.#slots.giveBack(request);
          this.#pump();
        };
        // The contract does not say that the upstream notices who leaves: it may be at work as long as ever.
        const holdMs = ending.abandoned ? Math.min(request.cost * this.#pageDuration.ms, MAX_HOLD_MS) - tookMs : 0;
        if (holdMs > 0) setTimeout(giveBack, holdMs).unref();
        else giveBack();
      },
    };
  }

  /** About how long a request that comes now waits: for everybody whose turn is before its own, and for its minutes. */
  #expectedWaitMs(request: TurnRequest): number {
    const ahead = [...this.#queue.ahead(request)];
    const inWindowMs = request.windows.map((window) =>
      window.delay(ahead.filter(({ windows }) => windows.includes(window)).length),
    );
    const delayOf = delaysAtOnce();
    const going = ahead.filter(({ windows }) => delayOf(windows) === 0);
    const cost = going.reduce((sum, waiting) => sum + waiting.cost, 0);
    const forRateMs = this.rate.delay() + (cost / this.rate.perSecond) * 1000;
    // The one that holds the slot now has to end, too.
    const forSlotMs = ((cost + 1) * this.#pageDuration.ms) / this.#limits.concurrency;
    return Math.max(forRateMs, forSlotMs, ...inWindowMs);
  }
}

function refusal({ endpoint }: TurnRequest, expectedMs: number): UpstreamError {
  return new UpstreamError('rate_limited', `${endpoint}: not sent, since too many requests wait for the portal.`, {
    retryAfterMs: Math.max(1000, expectedMs),
  });
}
