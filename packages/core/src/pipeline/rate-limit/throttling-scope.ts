/** So long an answer or refusal says something about the next one. */
const RECENT_MS = 5000;

interface Seen<K> {
  readonly key: K;
  readonly at: number;
}

/**
 * Whom a refusal for the rate is about: the portal, or one key that has limits of its own (contract §5, "a key may carry
 * its own per-second limit"). One key's refusals must not slow down everybody else at the portal.
 */
export class Blame<K> {
  #answered: Seen<K> | undefined;
  /** The last answer to another key than that of the very last. */
  #answeredOther: Seen<K> | undefined;
  #refused: Seen<K> | undefined;

  answered(key: K): void {
    if (this.#answered?.key !== key) this.#answeredOther = this.#answered;
    this.#answered = { key, at: performance.now() };
  }

  /** Notes a refusal; whether it is about the portal: another key was refused too, or no other is being answered. */
  isPortals(key: K): boolean {
    const since = performance.now() - RECENT_MS;
    const before = this.#refused;
    this.#refused = { key, at: performance.now() };
    if (before && before.key !== key && before.at > since) return true;
    const other = this.#answered?.key === key ? this.#answeredOther : this.#answered;
    return !other || other.at <= since;
  }
}
