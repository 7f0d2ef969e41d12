/** What a request takes of the portal's rate. */
export interface Places {
  /** The request is over. */
  release(ending: Ending): void;
}

/** How a request ended. */
export interface Ending {
  /** Whether it is over upstream too: who only stopped waiting does not know. */
  readonly answered: boolean;
  /** How many pages the upstream can have read for the answer, where that is seen from it. */
  readonly pages?: number | undefined;
}

const SECOND_MS = 1000;
/** The upstream's second, and what its clock and ours round. */
const WINDOW_MS = 1010;
/** After a refusal the rate is halved; each such while without one gives a tenth of it back. */
const RECOVERY_MS = 5000;
/** So long after its last page could have been read, a request reads more slowly than it might, or hangs. */
const OVERDUE_MS = 2000;

interface UnderWay {
  readonly begunAt: number;
  /** When each of its pages may be read at the earliest. */
  readonly pages: readonly number[];
}

/**
 * The calls of a portal in any second (contract §5, "Portal rate"). A request takes a place for each inner page of 50
 * rows that the upstream may read for it. When it reads them is not seen from here: until the answer is there, each may
 * be read right now. So no delay on the way brings two seconds' requests together. Only one that is overdue is taken to read
 * evenly, and never for all of it: whoever hangs must not keep everybody else out. Refusals lower the rate, time raises
 * it again.
 */
export class PortalRate {
  readonly #configured: number;
  #max: number;
  #current: number;
  #changedAt = performance.now();
  #halvedAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = 0;
  /** When the reads of the last window were made at the latest. */
  #places: number[] = [];
  readonly #underWay = new Set<UnderWay>();

  /** @param perSecond most calls a second; `Infinity` is no limit */
  constructor(perSecond: number) {
    this.#configured = perSecond;
    this.#max = perSecond;
    this.#current = perSecond;
  }

  /** Whether there is nothing to remember of it. */
  get isFresh(): boolean {
    const now = performance.now();
    return this.perSecond >= this.#configured && now >= this.#pausedUntil && this.#taken(now).length === 0;
  }

  get perSecond(): number {
    this.#recover();
    return this.#current;
  }

  /** Milliseconds until a request may start; 0 is now. */
  delay(): number {
    const now = performance.now();
    return Math.max(0, this.#nextAfter(this.#taken(now), now) - now);
  }

  /** Takes the places of a request that starts now. */
  take(count: number): Places {
    if (this.#max === Number.POSITIVE_INFINITY) return { release: () => undefined };
    const now = performance.now();
    const taken = this.#taken(now);
    const pages: number[] = [];
    for (let page = 0; page < count; page += 1) {
      const at = this.#nextAfter(taken, now);
      pages.push(at);
      taken.push(at);
    }
    const request: UnderWay = { begunAt: now, pages };
    this.#underWay.add(request);
    return {
      release: ({ answered, pages: read = count }) => {
        this.#underWay.delete(request);
        const end = performance.now();
        // What the portal can have read by now may have been read just now; the rest was not needed.
        const secondsBegun = Math.floor((end - now) / SECOND_MS) + 1;
        const readByNow = Math.min(count, read, secondsBegun * this.#max);
        if (answered) this.#places.push(...pages.slice(0, readByNow).map(() => end));
        // Or is still to come.
        else this.#places.push(...pages.map((at) => Math.max(at, end)));
      },
    };
  }

  /** The portal's own word on its rate; what is configured is never passed. */
  learn(perSecond: number): void {
    // Who switched the limit off does not get one by the way.
    if (this.#configured === Number.POSITIVE_INFINITY) return;
    this.#recover();
    this.#max = Math.min(this.#configured, Math.max(1, perSecond));
    this.#current = Math.min(this.#current, this.#max);
  }

  /**
   * The portal refused a request: nothing for the time it asks for, and half as much from then on.
   * @param sentAt when the request was sent: those that were under way together are refused together, and halve once
   */
  refused(retryAfterMs: number, sentAt = performance.now()): void {
    this.#recover();
    const now = performance.now();
    this.#changedAt = now;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (this.#max === Number.POSITIVE_INFINITY || sentAt < this.#halvedAt) return;
    this.#halvedAt = now;
    this.#current = Math.max(1, Math.floor(this.#current / 2));
  }

  /** When each page of the last second was read at the latest, and each that is under way can be at the earliest. */
  #taken(now: number): number[] {
    if (this.#places.length > 0) this.#places = this.#places.filter((at) => at > now - WINDOW_MS);
    const taken = [...this.#places];
    for (const request of this.#underWay) {
      const { pages } = request;
      const held = this.#isOverdue(request, now) ? pages.slice(pages.length - this.#pagesASecond(request, now)) : pages;
      for (const at of held) taken.push(Math.max(at, now));
    }
    return taken.toSorted((a, b) => a - b);
  }

  #isOverdue({ pages }: UnderWay, now: number): boolean {
    return now - (pages.at(-1) ?? now) > OVERDUE_MS;
  }

  /** How many pages an overdue request can read in a second, having needed longer than that for all of them. */
  #pagesASecond({ begunAt, pages }: UnderWay, now: number): number {
    return Math.min(Math.ceil(pages.length / ((now - begunAt) / SECOND_MS)), this.#wholeRate - 1);
  }

  /** When one more page can be read after all that is taken. */
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
