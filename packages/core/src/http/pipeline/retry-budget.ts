/** Maximum share of retries in a caller's traffic: one failing caller does not become a flood. */
const SHARE = 0.1;
/** Initial and maximum balance. */
const AT_FIRST = 3;
const MAX = 10;

/** Retries that a caller has left; each of its requests adds a share of one. */
export class RetryBudget {
  #left = AT_FIRST;

  get isEmpty(): boolean {
    return this.#left < 1;
  }

  onRequest(): void {
    this.#left = Math.min(MAX, this.#left + SHARE);
  }

  onRetry(): void {
    this.#left -= 1;
  }
}
