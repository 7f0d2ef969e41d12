const MINUTE_MS = 60_000;
/** A minute, and what clocks and ways differ. */
const WINDOW_MS = 60_500;

/** What the upstream says of a key's minute in its X-RateLimit headers (contract §5). */
export interface RateHeaders {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Requests that others made with the same key, as the headers told. */
interface Others {
  readonly count: number;
  /** When one of them, or of ours, leaves the minute. */
  readonly oneLessAt: number;
  /** When all of them have left it. */
  readonly noneAt: number;
}

/** The requests of a key in a sliding minute (contract §5, "Platform"); others may use the same key besides us. */
export class KeyWindow {
  readonly #configured: number;
  #limit: number;
  #toldLimit: number | undefined;
  readonly #sent: number[] = [];
  #others: Others = { count: 0, oneLessAt: 0, noneAt: 0 };
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

  /** Most requests a minute, as it was made. */
  get configured(): number {
    return this.#configured;
  }

  /** The limit that the upstream last told of this minute, whatever is configured. */
  get toldLimit(): number | undefined {
    return this.#toldLimit;
  }

  /** Whether there is nothing to remember: nothing was sent in the last minute, and nothing is to be waited for. */
  get isFresh(): boolean {
    const now = performance.now();
    this.#forget(now);
    return this.#sent.length === 0 && now >= this.#pausedUntil && now >= this.#others.noneAt;
  }

  take(): void {
    if (this.#limit !== Number.POSITIVE_INFINITY) this.#sent.push(performance.now());
  }

  /**
   * The upstream's own word, with each answer; what is configured is never passed.
   * @param sentAt when the request was sent that was answered so: those sent later are not in what it tells
   */
  learn({ limit, remaining, resetMs }: RateHeaders, sentAt = performance.now()): void {
    this.#toldLimit = limit;
    if (this.#configured === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    const waitMs = Math.min(resetMs, WINDOW_MS);
    const own = this.#sent.filter((at) => at <= sentAt && at > sentAt - MINUTE_MS).length;
    const others = limit - remaining - own;
    if (others < 0) {
      // It counts fewer than we have sent in this minute: its window is a shorter one, as some keys have (contract §5).
      if (remaining === 0) this.pause(waitMs);
      return;
    }
    this.#limit = Math.min(this.#configured, Math.max(1, limit));
    this.#others = { count: others, oneLessAt: now + waitMs, noneAt: now + WINDOW_MS };
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
    if (this.#ofOthers(now) === 0) return ownEnd;
    const { oneLessAt, noneAt } = this.#others;
    return Math.min(ownEnd, (now < oneLessAt ? oneLessAt : noneAt) - now);
  }

  #free(now: number): number {
    this.#forget(now);
    return this.#limit - this.#ofOthers(now) - this.#sent.length;
  }

  /** `X-RateLimit-Reset` tells when the oldest request leaves the minute; of the others, the next answer tells. */
  #ofOthers(now: number): number {
    const { count, oneLessAt, noneAt } = this.#others;
    if (now < oneLessAt) return count;
    return now < noneAt ? Math.max(0, count - 1) : 0;
  }

  #forget(now: number): void {
    const fresh = this.#sent.findIndex((at) => at > now - WINDOW_MS);
    if (fresh !== 0) this.#sent.splice(0, fresh === -1 ? this.#sent.length : fresh);
  }
}

/** How long until all minutes of a request have room, looked up once for each at this moment: many wait for the same. */
export function delaysAtOnce(): (windows: readonly KeyWindow[]) => number {
  const known = new Map<KeyWindow, number>();
  return (windows) => {
    let longestMs = 0;
    for (const window of windows) {
      const delayMs = known.get(window) ?? window.delay();
      known.set(window, delayMs);
      longestMs = Math.max(longestMs, delayMs);
    }
    return longestMs;
  };
}
