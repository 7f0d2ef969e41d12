/** What a request takes of the portal's rate. */
export interface Places {
  /**
   * The request is over.
   * @param answered whether it is over upstream too: who only stopped waiting does not know
   */
  release(answered: boolean): void;
}

const SECOND_MS = 1000;
/** The upstream's second, and what its clock and ours round. */
const WINDOW_MS = 1010;
/** After a refusal the rate is halved; each such while without one gives a tenth of it back. */
const RECOVERY_MS = 5000;

/**
 * The calls of a portal in any second (contract §5, "Portal rate"). A request takes a place for each inner page of 50
 * rows that the upstream may read for it. When it reads them is not seen from here: until the answer is there, each may
 * be read right now. So no delay on the way, of whatever length, brings two seconds' requests together. Refusals lower
 * the rate, time raises it again.
 */
export class PortalRate {
  readonly #configured: number;
  #max: number;
  #current: number;
  #changedAt = performance.now();
  #pausedUntil = 0;
  /** When the reads of the last window were made at the latest. */
  #places: number[] = [];
  /** Requests under way, and when each of their pages may be read at the earliest. */
  readonly #underWay = new Set<{ pages: number[] }>();

  /** @param perSecond most calls a second; `Infinity` is no limit */
  constructor(perSecond: number) {
    this.#configured = perSecond;
    this.#max = perSecond;
    this.#current = perSecond;
  }

  get perSecond(): number {
    this.#recover();
    return this.#current;
  }

  /** Milliseconds until a request may start; 0 is now. */
  delay(): number {
    const now = performance.now();
    return Math.max(0, this.#nextPlace(now) - now);
  }

  /** Takes the places of a request that starts now. */
  take(count: number): Places {
    if (this.#max === Number.POSITIVE_INFINITY) return { release: () => undefined };
    const now = performance.now();
    const request = { pages: [] as number[] };
    this.#underWay.add(request);
    for (let page = 0; page < count; page += 1) request.pages.push(this.#nextPlace(now));
    return {
      release: (answered) => {
        this.#underWay.delete(request);
        const end = performance.now();
        // What the portal can have read by now may have been read just now; the rest was not needed, or is still to come.
        const secondsBegun = Math.floor((end - now) / SECOND_MS) + 1;
        request.pages.forEach((at, page) => {
          if (page < secondsBegun * this.#max || !answered) this.#places.push(answered ? end : Math.max(at, end));
        });
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

  /** The portal refused a request: nothing for the time it asks for, and half as much from then on. */
  refused(retryAfterMs: number): void {
    this.#recover();
    this.#changedAt = performance.now();
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + retryAfterMs);
    if (this.#max < Number.POSITIVE_INFINITY) this.#current = Math.max(1, Math.floor(this.#current / 2));
  }

  #nextPlace(now: number): number {
    const earliest = Math.max(now, this.#pausedUntil);
    const perSecond = Math.max(1, Math.floor(this.perSecond));
    if (perSecond === Number.POSITIVE_INFINITY) return earliest;
    this.#places = this.#places.filter((at) => at > now - WINDOW_MS);
    const pages = [...this.#underWay].flatMap((request) => request.pages.map((at) => Math.max(at, now)));
    const all = [...this.#places, ...pages].toSorted((a, b) => a - b);
    const before = all.at(-perSecond);
    const last = all.at(-1) ?? 0;
    return Math.max(earliest, before === undefined ? 0 : before + WINDOW_MS, last > now ? last : 0);
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
