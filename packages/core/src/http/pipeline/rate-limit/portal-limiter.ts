import type { CancelSignal } from '../../../cancellation.ts';
import { UpstreamError } from '../../../errors.ts';
import { ThrottlingScope } from './throttling-scope.ts';
import { endedBy } from '../deadline.ts';
import { delaysAtOnce, type KeyWindow } from './key-window.ts';
import { NewcomerWatch } from './newcomer-watch.ts';
import { RefCounted } from './ref-counted-cache.ts';
import type { SharedBudget, SharedNeed, SharedPortal } from './shared-budget.ts';
import { type RequestOutcome, SlidingWindowLimiter } from './sliding-window-limiter.ts';
import { NEWCOMER_GAP_MS, ConcurrencyLimiter } from './concurrency-limiter.ts';
import { type MaybeProven, PermitQueue } from './permit-queue.ts';
import { MovingAverage } from './moving-average.ts';
import { NextInQueue } from './next-in-queue.ts';

export interface PortalLimits {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

/** A request that needs a permit. Its cost is the maximum number of inner pages that the upstream reads for it. */
export interface PermitRequest extends MaybeProven {
  /** The minutes that it counts against: that of its key, and the narrower one of its method if there is one. */
  readonly windows: readonly KeyWindow[];
  readonly endpoint: string;
  readonly deadlineAt: number | undefined;
  readonly signal: CancelSignal | undefined;
}

/** Permission to send one request. */
export interface Permit {
  /** Makes room for the next request. Call it once, whatever the outcome. */
  release(outcome: PermitOutcome): void;
}

export interface PermitOutcome extends RequestOutcome {
  /** True if the request was aborted: the upstream may still be processing it. */
  readonly abandoned: boolean;
  /** True if the upstream rejected the credentials (401): such a request counts against no limit. */
  readonly unauthorized?: boolean;
}

interface Waiting extends PermitRequest {
  admit(permit: Permit): void;
  /** Removes the request from the queue, unless it has its permit already. */
  leave(error: UpstreamError): void;
}

/** Interval at which presence is checked again, while a request waits only for an absent caller's slot. */
const PRESENCE_CHECK_MS = 1000;
/** Maximum number of waiting requests that a shared budget is asked for at a time. */
const MAX_WANTS = 2;
/** Maximum time for which the slot of an abandoned request stays taken. */
const MAX_HOLD_MS = 5000;

/** Limits the requests of one portal, at a time and in a second, and queues those beyond the limits. */
export class PortalLimiter extends RefCounted {
  readonly rate: SlidingWindowLimiter;
  readonly throttling = new ThrottlingScope<KeyWindow>();
  readonly #limits: PortalLimits;
  readonly #newcomers = new NewcomerWatch();
  readonly #queue: PermitQueue<Waiting>;
  readonly #slots: ConcurrencyLimiter;
  /** Average milliseconds from permit to answer, for each page that a request reads. */
  readonly #pageDuration = new MovingAverage();
  readonly #shared: SharedPortal | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param shared the budget that other processes count in, too, and the portal's name there */
  constructor(limits: PortalLimits, shared?: { readonly budget: SharedBudget; readonly name: string }) {
    super();
    this.#limits = limits;
    this.#queue = new PermitQueue(limits.maxWaiting, this.#newcomers);
    this.rate = new SlidingWindowLimiter(limits.perSecond);
    this.#slots = new ConcurrencyLimiter(limits.concurrency, this.#newcomers);
    this.#shared = shared?.budget.portal({
      name: shared.name,
      concurrency: limits.concurrency,
      perSecond: limits.perSecond,
      usage: () => ({ inFlight: this.#slots.inFlight, pageAges: this.rate.pageAges }),
      onChange: () => this.#pump(),
    });
  }

  get queued(): number {
    return this.#queue.size;
  }

  get inFlight(): number {
    return this.#slots.inFlight;
  }

  /** True if there is nothing to remember. */
  get isFresh(): boolean {
    return this.#pageDuration.value === 0 && this.queued === 0 && this.inFlight === 0 && this.rate.isFresh;
  }

  /** Called with the rate that the portal reports. */
  onReportedRate(perSecond: number): void {
    this.rate.setReportedRate(perSecond);
    this.#shared?.learned(perSecond);
  }

  /**
   * Pauses for the time that the portal asks for, and halves the rate.
   * @param sentAt when the request was sent
   */
  onThrottled(pauseMs: number, sentAt: number): void {
    this.rate.onThrottled(pauseMs, sentAt);
    this.#shared?.throttled(pauseMs, performance.now() - sentAt);
  }

  /** Pauses the requests of one minute for the time that the upstream asks for. */
  pauseWindow(window: KeyWindow, forMs: number): void {
    window.pause(forMs);
    this.#shared?.pauseWindow(window.name, forMs);
  }

  /** Called when the headers of an answer change the limit of a minute. */
  onReportedLimit(window: KeyWindow, perMinute: number): void {
    this.#shared?.learnedWindow(window.name, perMinute);
  }

  /** Called when the upstream has accepted the credentials of a caller for the first time. */
  prove(caller: string): void {
    this.#newcomers.accepted();
    this.#queue.prove(caller);
  }

  /**
   * Returns the permit of a request; a promise of it only where the request has to wait.
   * @throws UpstreamError `rate_limited` if the queue is full or the wait would be too long. The promise rejects with it,
   *   too, and with `cancelled`.
   */
  acquire(request: PermitRequest): Permit | Promise<Permit> {
    this.#slots.see(request);
    // Waiting requests that may go now go first. The others block no request.
    if (this.#queue.size > 0 && this.#mayGoNow(request)) this.#pump();
    if (this.#mayGoNow(request)) return this.#begin(request);
    const expectedMs = this.#expectedWaitMs(request);
    const patienceMs = Math.min(
      this.#limits.maxWaitMs,
      (request.deadlineAt ?? Number.POSITIVE_INFINITY) - performance.now(),
    );
    if (expectedMs > patienceMs || !this.#hasRoomFor(request)) throw rejection(request, expectedMs);
    return this.#wait(request, patienceMs);
  }

  /** Returns true if the queue has room for a request, after the eviction of a less important one if need be. */
  #hasRoomFor(request: PermitRequest): boolean {
    if (this.#queue.hasRoomFor(request)) return true;
    const last = this.#queue.yieldsTo(request);
    if (!last) return false;
    last.leave(rejection(last, this.#expectedWaitMs(last)));
    return true;
  }

  async #wait(request: PermitRequest, patienceMs: number): Promise<Permit> {
    const { promise, resolve, reject } = Promise.withResolvers<Permit>();
    const leave = (error: UpstreamError): void => {
      if (!this.#queue.remove(waiting)) return;
      if (this.#queue.size === 0) this.#pump();
      reject(error);
    };
    const waiting: Waiting = { ...request, admit: resolve, leave };
    this.#queue.add(waiting);
    const tooLate = (): void => leave(rejection(request, this.#expectedWaitMs(request)));
    const onAbort = (): void => {
      const { signal } = request;
      const error = signal && endedBy(signal, request.endpoint);
      // A deadline that passes in the queue says nothing about the portal.
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

  /** Admits the requests that may go now, and sets a timer for the next one. */
  #pump(): void {
    clearTimeout(this.#timer);
    // Nearly no request waits.
    const lacking = this.#queue.size === 0 ? [] : this.#admit();
    this.#shared?.want(lacking, this.#queue.callers);
  }

  /** Admits the requests that may go now. Returns the next ones that wait only for the shared budget. */
  #admit(): readonly SharedNeed[] {
    let lacking = new NextInQueue<Waiting>(MAX_WANTS);
    while (this.#queue.size > 0 && !this.#slots.areFull) {
      lacking = new NextInQueue<Waiting>(MAX_WANTS);
      let soonestMs = this.rate.delay();
      if (soonestMs === 0) {
        soonestMs = PRESENCE_CHECK_MS;
        const delayOf = delaysAtOnce();
        const next = this.#queue.next((waiting) => {
          if (!this.#slots.isFreeFor(waiting)) {
            if (!waiting.isProven) soonestMs = Math.min(soonestMs, NEWCOMER_GAP_MS);
            return false;
          }
          const delayMs = delayOf(waiting.windows) || this.#sharedDelay(waiting, lacking);
          soonestMs = Math.min(soonestMs, delayMs);
          return delayMs === 0;
        });
        if (next) {
          next.admit(this.#begin(next));
          continue;
        }
      }
      this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(soonestMs)));
      break;
    }
    return lacking.list;
  }

  /** Returns the milliseconds until the shared budget has room for a waiting request; notes it where that is unknown. */
  #sharedDelay(waiting: Waiting, lacking: NextInQueue<Waiting>): number {
    if (!this.#shared) return 0;
    // Not computed for each of a thousand requests: enough of them wait already.
    if (!lacking.hasRoomFor(waiting)) return Number.POSITIVE_INFINITY;
    const delayMs = this.#shared.delay(waiting);
    if (delayMs === Number.POSITIVE_INFINITY) lacking.add(waiting);
    return delayMs;
  }

  #mayGoNow(request: PermitRequest): boolean {
    return (
      this.#slots.isFreeFor(request) &&
      this.rate.delay() === 0 &&
      request.windows.every(hasRoom) &&
      (this.#shared?.delay(request) ?? 0) === 0
    );
  }

  #begin(request: PermitRequest): Permit {
    this.#shared?.take(request);
    const begunAt = performance.now();
    for (const window of request.windows) window.take(begunAt);
    const reservation = this.rate.reserve(request.cost);
    this.#slots.acquire(request);
    return {
      release: (outcome) => {
        const tookMs = performance.now() - begunAt;
        if (outcome.unauthorized) {
          if (!request.isProven) this.#newcomers.refused();
          for (const window of request.windows) window.giveBack(begunAt);
        }
        reservation.release(outcome.unauthorized ? { answered: true, pages: 0 } : outcome);
        if (outcome.answered && !outcome.unauthorized)
          this.#pageDuration.add(tookMs / Math.min(request.cost, outcome.pages ?? request.cost));
        // The contract does not say that the upstream notices an aborted request: it may work on it to the end.
        const holdMs = outcome.abandoned ? Math.min(request.cost * this.#pageDuration.value, MAX_HOLD_MS) - tookMs : 0;
        if (holdMs > 0) setTimeout(() => this.#releaseSlot(request, outcome), holdMs).unref();
        else this.#releaseSlot(request, outcome);
      },
    };
  }

  #releaseSlot(request: PermitRequest, { unauthorized = false }: PermitOutcome): void {
    this.#slots.release(request);
    this.#shared?.release(request, { unused: unauthorized });
    this.#pump();
  }

  /** Estimates the wait of a request that comes now: for those before it in the queue, and for its minutes. */
  #expectedWaitMs(request: PermitRequest): number {
    const ahead = [...this.#queue.ahead(request)];
    const inWindowMs = request.windows.map((window) =>
      window.delay(ahead.filter(({ windows }) => windows.includes(window)).length),
    );
    const delayOf = delaysAtOnce();
    const going = ahead.filter(({ windows }) => delayOf(windows) === 0);
    const cost = going.reduce((sum, waiting) => sum + waiting.cost, 0);
    const part = this.#shared?.part ?? 1;
    const forRateMs = this.rate.delay() + (cost / (this.rate.perSecond * part)) * 1000;
    // The request that holds the slot now has to end, too.
    const forSlotMs = ((cost + 1) * this.#pageDuration.value) / (this.#limits.concurrency * part);
    return Math.max(forRateMs, forSlotMs, ...inWindowMs);
  }
}

function hasRoom(window: KeyWindow): boolean {
  return window.delay() === 0;
}

function rejection({ endpoint }: PermitRequest, expectedMs: number): UpstreamError {
  return new UpstreamError('rate_limited', `${endpoint}: not sent, since too many requests wait for the portal.`, {
    retryAfterMs: Math.max(1000, expectedMs),
  });
}
