/** A minute, and what clocks and ways differ. */
const WINDOW_MS = 60_500;

/** What the upstream says of a key's minute in its X-RateLimit headers (contract §5). */
export interface RateHeaders {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** The requests of a key in a sliding minute (contract §5, "Platform"); others may use the same key besides us. */
export class KeyWindow {
  readonly #configured: number;
  #limit: number;
  readonly #sent: number[] = [];
  /** Requests that others made with the key, as far as the headers tell. */
  #others = { count: 0, until: 0 };
  #pausedUntil = 0;

  /** @param perMinute most requests a minute; `Infinity` is no limit */
  constructor(perMinute: number) {
    this.#configured = perMinute;
    this.#limit = perMinute;
  }

  /** Milliseconds until a request may start that has so many others of the key before it; 0 is now. */
  delay(ahead = 0): number {
    const now = performance.now();
    return Math.max(0, this.#pausedUntil - now, this.#windowDelay(now, ahead));
  }

  /** How much of the minute is left, from 0 to 1; without a limit, all of it. */
  get shareLeft(): number {
    const now = performance.now();
    if (now < this.#pausedUntil) return 0;
    if (this.#limit === Number.POSITIVE_INFINITY) return 1;
    return Math.max(0, this.#free(now)) / this.#limit;
  }

  take(): void {
    if (this.#limit !== Number.POSITIVE_INFINITY) this.#sent.push(performance.now());
  }

  /** The upstream's own word, with each answer; what is configured is never passed. */
  learn({ limit, remaining, resetMs }: RateHeaders): void {
    if (this.#configured === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    this.#forget(now);
    this.#limit = Math.min(this.#configured, Math.max(1, limit));
    const others = limit - this.#sent.length - remaining;
    this.#others = { count: Math.max(0, others), until: now + Math.min(resetMs, WINDOW_MS) };
  }

  /** The upstream refused the key: nothing for the time it asks for. */
  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + forMs);
  }

  #windowDelay(now: number, ahead: number): number {
    if (this.#limit === Number.POSITIVE_INFINITY) return 0;
    const free = this.#free(now) - ahead;
    if (free > 0) return 0;
    // The one whose end makes room, or the end of what others used.
    const ending = this.#sent[-free];
    const ownEnd = ending === undefined ? WINDOW_MS : ending + WINDOW_MS - now;
    return Math.min(ownEnd, this.#ofOthers(now) > 0 ? this.#others.until - now : Number.POSITIVE_INFINITY);
  }

  #free(now: number): number {
    this.#forget(now);
    return this.#limit - this.#ofOthers(now) - this.#sent.length;
  }

  #ofOthers(now: number): number {
    return now < this.#others.until ? this.#others.count : 0;
  }

  #forget(now: number): void {
    const fresh = this.#sent.findIndex((at) => at > now - WINDOW_MS);
    if (fresh !== 0) this.#sent.splice(0, fresh === -1 ? this.#sent.length : fresh);
  }
}
