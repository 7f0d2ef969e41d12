/** The part of the portal's rate that a request takes. */
export interface Reservation {
  /** Ends the reservation when the request is over. */
  release(outcome: RequestOutcome): void;
}

export interface RequestOutcome {
  /** True if the upstream answered; false if it may still be at work on the request. */
  readonly answered: boolean;
  /** The maximum number of pages that the upstream read for the answer, if the answer shows it. */
  readonly pages?: number | undefined;
}

const SECOND_MS = 1000;
/** A second, and the rounding of two clocks. */
const WINDOW_MS = 1010;
/** After throttling the rate is halved; each such interval without more gives a tenth of it back. */
const RECOVERY_MS = 5000;
/** Time after the last page could have been read at which a request counts as overdue: it is slow, or it hangs. */
const OVERDUE_MS = 2000;

/** The reservation of a limiter without a limit. */
const UNLIMITED: Reservation = { release: () => undefined };

interface InFlight {
  readonly begunAt: number;
  /** The earliest time of each page. */
  readonly pages: readonly number[];
}

/**
 * Limits the calls of a portal in any second (contract §5, "Portal rate"). A request reserves a place for each inner page
 * of 50 rows that the upstream may read for it. The time of these reads is unknown: until the answer is there, each may
 * happen now. So no delay on the way adds the requests of two seconds up. An overdue request counts as reading evenly, and
 * never takes the whole rate: a request that hangs must not block all others. Throttling lowers the rate, time raises it.
 */
export class SlidingWindowLimiter {
  readonly #configured: number;
  #max: number;
  #current: number;
  #changedAt = performance.now();
  #halvedAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = 0;
  /** The latest times of the reads in the last window. */
  #reads: number[] = [];
  readonly #inFlight = new Set<InFlight>();

  /** @param perSecond maximum calls a second; `Infinity` is no limit */
  constructor(perSecond: number) {
    this.#configured = perSecond;
    this.#max = perSecond;
    this.#current = perSecond;
  }

  /** True if there is nothing to remember. */
  get isFresh(): boolean {
    const now = performance.now();
    return this.perSecond >= this.#configured && now >= this.#pausedUntil && this.#taken(now).length === 0;
  }

  get perSecond(): number {
    this.#recover();
    return this.#current;
  }

  /** Returns the milliseconds until a request may start; 0 is now. */
  delay(): number {
    if (this.#max === Number.POSITIVE_INFINITY && this.#pausedUntil === 0) return 0;
    const now = performance.now();
    return Math.max(0, this.#nextAfter(this.#taken(now), now) - now);
  }

  /** Milliseconds since each page of the last second was read; 0 and below for pages that may still be read. */
  get pageAges(): readonly number[] {
    const now = performance.now();
    return this.#taken(now).map((at) => now - at);
  }

  /** Reserves the places of a request that starts now. */
  reserve(count: number): Reservation {
    if (this.#max === Number.POSITIVE_INFINITY) return UNLIMITED;
    const now = performance.now();
    const taken = this.#taken(now);
    const pages: number[] = [];
    for (let page = 0; page < count; page += 1) {
      const at = this.#nextAfter(taken, now);
      pages.push(at);
      taken.push(at);
    }
    const request: InFlight = { begunAt: now, pages };
    this.#inFlight.add(request);
    return {
      release: ({ answered, pages: read = count }) => {
        this.#inFlight.delete(request);
        const end = performance.now();
        // The pages that the portal can have read by now may have been read just now; the rest was not needed.
        const secondsBegun = Math.floor((end - now) / SECOND_MS) + 1;
        const readByNow = Math.min(count, read, secondsBegun * this.#max);
        if (answered) this.#reads.push(...pages.slice(0, readByNow).map(() => end));
        // They may still be read.
        else this.#reads.push(...pages.map((at) => Math.max(at, end)));
      },
    };
  }

  /** Sets the rate that the portal reports; the configured one is never exceeded. */
  setReportedRate(perSecond: number): void {
    // A limit that is switched off stays off.
    if (this.#configured === Number.POSITIVE_INFINITY) return;
    this.#recover();
    this.#max = Math.min(this.#configured, Math.max(1, perSecond));
    this.#current = Math.min(this.#current, this.#max);
  }

  /**
   * Pauses for the time that the portal asks for, and halves the rate.
   * @param sentAt when the request was sent: requests in flight together are throttled together, and halve the rate once
   */
  onThrottled(retryAfterMs: number, sentAt = performance.now()): void {
    this.#recover();
    const now = performance.now();
    this.#changedAt = now;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (this.#max === Number.POSITIVE_INFINITY || sentAt < this.#halvedAt) return;
    this.#halvedAt = now;
    this.#current = Math.max(1, Math.floor(this.#current / 2));
  }

  /** Returns the latest time of each page of the last second, and the earliest of each that is in flight. */
  #taken(now: number): number[] {
    if (this.#reads.length > 0) this.#reads = this.#reads.filter((at) => at > now - WINDOW_MS);
    const taken = [...this.#reads];
    for (const request of this.#inFlight) {
      const { pages } = request;
      const held = this.#isOverdue(request, now) ? pages.slice(pages.length - this.#pagesASecond(request, now)) : pages;
      for (const at of held) taken.push(Math.max(at, now));
    }
    return taken.toSorted((a, b) => a - b);
  }

  #isOverdue({ pages }: InFlight, now: number): boolean {
    return now - (pages.at(-1) ?? now) > OVERDUE_MS;
  }

  /** Returns the maximum number of pages that an overdue request reads in a second. */
  #pagesASecond({ begunAt, pages }: InFlight, now: number): number {
    return Math.min(Math.ceil(pages.length / ((now - begunAt) / SECOND_MS)), this.#wholeRate - 1);
  }

  /** Returns when one more page can be read after those that are taken. */
  #nextAfter(taken: readonly number[], now: number): number {
    const earliest = Math.max(now, this.#pausedUntil);
    const perSecond = this.#wholeRate;
    if (perSecond === Number.POSITIVE_INFINITY) return earliest;
    const before = taken.at(-perSecond);
    const last = taken.at(-1) ?? 0;
    return Math.max(earliest, before === undefined ? 0 : before + WINDOW_MS, last > now ? last : 0);
  }

  get #wholeRate(): number {
    return Math.max(1, Math.floor(this.perSecond));
  }

  #recover(): void {
    if (this.#current >= this.#max) {
      this.#changedAt = performance.now();
      return;
    }
    const steps = Math.floor((performance.now() - this.#changedAt) / RECOVERY_MS);
    if (steps <= 0) return;
    this.#changedAt += steps * RECOVERY_MS;
    this.#current = Math.min(this.#max, this.#current + steps * Math.max(1, this.#max / 10));
  }
}
