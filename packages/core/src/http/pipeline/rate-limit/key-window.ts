import { RefCounted } from './ref-counted-cache.ts';

const MINUTE_MS = 60_000;
/** A minute, with a margin for the difference of clocks and for transit times. */
const WINDOW_MS = 60_500;

/** The X-RateLimit headers: the state of a key's minute (contract §5, "Headers"). */
export interface RateHeaders {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Requests that others made with the same key, according to the headers. */
interface Others {
  readonly count: number;
  /** Time at which the oldest request, of others or ours, leaves the minute. */
  readonly oneLessAt: number;
  /** Time at which all requests of others have left the minute. */
  readonly noneAt: number;
}

const NO_OTHERS: Others = { count: 0, oneLessAt: 0, noneAt: 0 };

interface Limit {
  /** Requests that the limit has room for; below 0 if it is exceeded. */
  readonly free: number;
  /** Requests of others that count against the limit. */
  readonly others: number;
}

/**
 * The requests of a key in a sliding minute (contract §5, "Platform"). Two limits hold at once: the configured one for
 * the requests of this process, and the one in the headers for those of all processes and programs with the key.
 * A share of the key's minute can be configured for each of several replicas: their requests count against the key's
 * whole minute, not against this one's share.
 */
export class KeyWindow extends RefCounted {
  /** Identifies it among all processes that share a budget. */
  readonly name: string;
  readonly #configured: number;
  #reportedLimit: number | undefined;
  readonly #sent: number[] = [];
  /** Maximum requests a minute of all users of the key; unlike {@link reportedLimit}, never of a shorter window. */
  #acceptedLimit = Number.POSITIVE_INFINITY;
  #others = NO_OTHERS;
  #pausedUntil = 0;

  /** @param perMinute maximum requests a minute; `Infinity` is no limit */
  constructor(perMinute: number, name = '') {
    super();
    this.#configured = perMinute;
    this.name = name;
  }

  /** Returns the milliseconds until a request may start with `ahead` others of the key before it; 0 is now. */
  delay(ahead = 0): number {
    if (this.#isUnlimited && this.#pausedUntil === 0) return 0;
    const now = performance.now();
    return Math.max(0, this.#pausedUntil - now, this.#windowDelay(now, ahead));
  }

  /** Share of the minute that is left, from 0 to 1; without a limit, all of it. */
  get shareLeft(): number {
    const now = performance.now();
    if (now < this.#pausedUntil) return 0;
    if (this.#isUnlimited) return 1;
    return (
      Math.max(0, Math.min(...this.#limits(now).map(({ free }) => free))) /
      Math.min(this.#configured, this.#acceptedLimit)
    );
  }

  /** Configured maximum of requests a minute. */
  get configured(): number {
    return this.#configured;
  }

  /** Requests of this process in the last minute. */
  get sent(): number {
    this.#forget(performance.now());
    return this.#sent.length;
  }

  /** The limit in headers for a whole minute of all users of the key; `Infinity` while it is unknown. */
  get acceptedLimit(): number {
    return this.#acceptedLimit;
  }

  /** The limit in the last headers, whatever is configured. */
  get reportedLimit(): number | undefined {
    return this.#reportedLimit;
  }

  /** True if there is nothing to remember: nothing was sent in the last minute, and no pause is left. */
  get isFresh(): boolean {
    const now = performance.now();
    this.#forget(now);
    return this.#sent.length === 0 && now >= this.#pausedUntil && this.#ofOthers(now) === 0;
  }

  /** Takes a place for a request that starts now. */
  take(at = performance.now()): void {
    if (!this.#isUnlimited) this.#sent.push(at);
  }

  /** Gives back the place of a request that the upstream does not count. @param at when it started */
  giveBack(at: number): void {
    const index = this.#sent.lastIndexOf(at);
    if (index !== -1) this.#sent.splice(index, 1);
  }

  /**
   * Applies the headers of an answer; the configured limit is never exceeded.
   * @param sentAt when the request of that answer was sent: the headers do not count those sent later
   */
  onHeaders({ limit, remaining, resetMs }: RateHeaders, sentAt = performance.now()): void {
    this.#reportedLimit = limit;
    if (this.#isUnlimited) return;
    const now = performance.now();
    const waitMs = Math.min(resetMs, WINDOW_MS);
    const own = this.#sent.filter((at) => at <= sentAt && at > sentAt - MINUTE_MS).length;
    const others = limit - remaining - own;
    if (others < 0) {
      // The headers count fewer than we sent in this minute: they are of a shorter window, as some keys have (contract §5).
      if (remaining === 0) this.pause(waitMs);
      return;
    }
    this.#acceptedLimit = Math.max(1, limit);
    this.#others = { count: others, oneLessAt: now + waitMs, noneAt: now + WINDOW_MS };
  }

  /** Sends nothing for a time that the upstream asks for. */
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

  /** Returns the room in each of the two limits, and the requests of others that count against it. */
  #limits(now: number): readonly Limit[] {
    this.#forget(now);
    const own = this.#sent.length;
    const others = this.#ofOthers(now);
    return [
      { free: this.#configured - own, others: 0 },
      { free: this.#acceptedLimit - others - own, others },
    ];
  }

  #delayOf({ free, others }: Limit, now: number, ahead: number): number {
    const left = free - ahead;
    if (left > 0) return 0;
    // The request whose end makes room, or the end of the requests of others.
    const ending = this.#sent[-left];
    const ownEnd = ending === undefined ? WINDOW_MS : ending + WINDOW_MS - now;
    if (others === 0) return ownEnd;
    const { oneLessAt, noneAt } = this.#others;
    return Math.min(ownEnd, (now < oneLessAt ? oneLessAt : noneAt) - now);
  }

  /** `X-RateLimit-Reset` is when the oldest request leaves the minute; the next answer has the one after it. */
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

/** Returns a function for the wait until all minutes of a request have room; it computes each minute once, since many requests share it. */
export function delaysAtOnce(): (windows: readonly KeyWindow[]) => number {
  const known = new Map<KeyWindow, number>();
  const delayOf = (window: KeyWindow): number => known.getOrInsertComputed(window, (each) => each.delay());
  return (windows) => Math.max(0, ...windows.map(delayOf));
}
