/** Time for which an answer or a refusal says something about the next one. */
const RECENT_MS = 5000;

interface Seen<K> {
  readonly key: K;
  readonly at: number;
}

/**
 * Decides whether throttling is portal-wide or of one key that has a limit of its own (contract §5, "Platform"). One
 * key's refusals must not slow down all other keys of the portal.
 */
export class ThrottlingScope<K> {
  #answered: Seen<K> | undefined;
  /** The last answer to another key than that of the very last. */
  #answeredOther: Seen<K> | undefined;
  #throttled: Seen<K> | undefined;

  onSuccess(key: K): void {
    if (this.#answered?.key !== key) this.#answeredOther = this.#answered;
    this.#answered = { key, at: performance.now() };
  }

  /**
   * Notes that a key was throttled. Returns whether that is portal-wide: another key was throttled too, or no other key
   * is being answered.
   */
  onThrottled(key: K): boolean {
    const since = performance.now() - RECENT_MS;
    const before = this.#throttled;
    this.#throttled = { key, at: performance.now() };
    if (before && before.key !== key && before.at > since) return true;
    const other = this.#answered?.key === key ? this.#answeredOther : this.#answered;
    return !other || other.at <= since;
  }
}
