/** Places in time that a request was given; those still to come can be given back. */
export interface Places {
  release(): void;
}

/** A second, and what two requests may drift towards each other on their way. */
const WINDOW_MS = 1050;
/** After a refusal the rate is halved; each such while without one gives a tenth of it back. */
const RECOVERY_MS = 5000;

/**
 * The calls of a portal in any second (contract §5, "Portal rate"). A request takes a place for each inner page of 50
 * rows that the upstream will read for it, those after the first in the time to come. Refusals lower the rate, time
 * raises it again.
 */
export class PortalRate {
  #max: number;
  #current: number;
  #changedAt = performance.now();
  #pausedUntil = 0;
  /** When each place is, in order; a window's worth of the past and all that is to come. */
  #places: { at: number }[] = [];

  /** @param perSecond most calls a second; `Infinity` is no limit */
  constructor(perSecond: number) {
    this.#max = perSecond;
    this.#current = perSecond;
  }

  get perSecond(): number {
    this.#recover();
    return this.#current;
  }

  /** Milliseconds until a request may start; 0 is now. */
  delay(): number {
    return Math.max(0, this.#nextPlace() - performance.now());
  }

  /** Takes the places of a request that starts now. */
  take(count: number): Places {
    if (this.#max === Number.POSITIVE_INFINITY) return { release: () => undefined };
    const taken = new Set<{ at: number }>();
    for (let place = 0; place < count; place += 1) {
      const entry = { at: this.#nextPlace() };
      taken.add(entry);
      this.#places.push(entry);
    }
    return {
      release: () => {
        const now = performance.now();
        // An inner page that was not needed did not use its place.
        this.#places = this.#places.filter((entry) => entry.at <= now || !taken.has(entry));
      },
    };
  }

  /** The portal's own word on its rate. */
  learn(perSecond: number): void {
    this.#max = Math.min(this.#max, Math.max(1, perSecond));
    this.#current = Math.min(this.#current, this.#max);
  }

  /** The portal refused a request: nothing for the time it asks for, and half as much from then on. */
  refused(retryAfterMs: number): void {
    this.#recover();
    this.#changedAt = performance.now();
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + retryAfterMs);
    this.#current = Math.max(1, Math.floor(Math.min(this.#current, MAX_KNOWN_RATE) / 2));
  }

  #nextPlace(): number {
    const now = performance.now();
    const perSecond = Math.max(1, Math.floor(this.perSecond));
    const earliest = Math.max(now, this.#pausedUntil);
    if (perSecond === Number.POSITIVE_INFINITY) return earliest;
    this.#places = this.#places.filter(({ at }) => at > now - WINDOW_MS);
    const before = this.#places.at(-perSecond);
    const last = this.#places.at(-1);
    return Math.max(earliest, before ? before.at + WINDOW_MS : 0, last && last.at > now ? last.at : 0);
  }

  #recover(): void {
    if (this.#current >= this.#max) return;
    const steps = Math.floor((performance.now() - this.#changedAt) / RECOVERY_MS);
    if (steps <= 0) return;
    this.#changedAt += steps * RECOVERY_MS;
    this.#current = Math.min(this.#max, this.#current + steps * Math.max(1, Math.min(this.#max, MAX_KNOWN_RATE) / 10));
  }
}

/** Where a rate without limit begins once a portal has refused something (contract §5). */
const MAX_KNOWN_RATE = 10;
