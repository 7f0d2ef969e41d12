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

interface Limit {
  /** Requests that it has room for now; below 0 where it is exceeded. */
  readonly free: number;
  /** Requests of others that count against it. */
  readonly others: number;
}

/**
 * The requests of a key in a sliding minute (contract §5, "Platform"). Two limits hold at once: the configured one for
 * the requests of this process, and the one that the headers tell for those of all processes and programs with the key.
 * A share of the key's minute can be configured for each of several replicas: their requests count against the key's
 * whole minute, not against this one's share.
 */
export class KeyWindow {
  readonly #configured: number;
  #toldLimit: number | undefined;
  readonly #sent: number[] = [];
  /** Requests a minute of all that use the key; unlike {@link toldLimit}, never of a shorter window. */
  #told = Number.POSITIVE_INFINITY;
  #others: Others = { count: 0, oneLessAt: 0, noneAt: 0 };
  #pausedUntil = 0;

  /** @param perMinute most requests a minute; `Infinity` is no limit */
  constructor(perMinute: number) {
    this.#configured = perMinute;
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
    if (this.#isUnlimited) return 1;
    return Math.max(0, Math.min(...this.#limits(now).map(({ free }) => free))) / Math.min(this.#configured, this.#told);
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
    return this.#sent.length === 0 && now >= this.#pausedUntil && this.#ofOthers(now) === 0;
  }

  /** Takes a place for a request that starts now. Returns the place, for {@link giveBack}. */
  take(): number {
    const at = performance.now();
    if (!this.#isUnlimited) this.#sent.push(at);
    return at;
  }

  /** Gives back the place of a request that the upstream does not count. */
  giveBack(at: number): void {
    const index = this.#sent.lastIndexOf(at);
    if (index !== -1) this.#sent.splice(index, 1);
  }

  /**
   * The upstream's own word, with each answer; what is configured is never passed.
   * @param sentAt when the request was sent that was answered so: those sent later are not in what it tells
   */
  learn({ limit, remaining, resetMs }: RateHeaders, sentAt = performance.now()): void {
    this.#toldLimit = limit;
    if (this.#isUnlimited) return;
    const now = performance.now();
    const waitMs = Math.min(resetMs, WINDOW_MS);
    const own = this.#sent.filter((at) => at <= sentAt && at > sentAt - MINUTE_MS).length;
    const others = limit - remaining - own;
    if (others < 0) {
      // It counts fewer than we have sent in this minute: its window is a shorter one, as some keys have (contract §5).
      if (remaining === 0) this.pause(waitMs);
      return;
    }
    this.#told = Math.max(1, limit);
    this.#others = { count: others, oneLessAt: now + waitMs, noneAt: now + WINDOW_MS };
  }

  /** The upstream refused the key: nothing for the time it asks for. */
  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + forMs);
  }

  get #isUnlimited(): boolean {
    return this.#configured === Number.POSITIVE_INFINITY;
  }

  #windowDelay(now: number, ahead: number): number {
    if (this.#isUnlimited) return 0;
    return Math.max(...this.#limits(now).map((limit) => this.#delayOf(limit, now, ahead)));
  }

  /** What is free of each of the two limits, and the requests of others that count against it. */
  #limits(now: number): readonly Limit[] {
    this.#forget(now);
    const own = this.#sent.length;
    const others = this.#ofOthers(now);
    return [
      { free: this.#configured - own, others: 0 },
      { free: this.#told - others - own, others },
    ];
  }

  #delayOf({ free, others }: Limit, now: number, ahead: number): number {
    const left = free - ahead;
    if (left > 0) return 0;
    // The request whose end makes room, or the end of what others used.
    const ending = this.#sent[-left];
    const ownEnd = ending === undefined ? WINDOW_MS : ending + WINDOW_MS - now;
    if (others === 0) return ownEnd;
    const { oneLessAt, noneAt } = this.#others;
    return Math.min(ownEnd, (now < oneLessAt ? oneLessAt : noneAt) - now);
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
