/** Time after which an outcome counts half, in milliseconds. */
const HALF_LIFE_MS = 5000;
/** Minimum number of rejections for suspicion: a few mistyped keys say nothing. */
const MIN_REFUSED = 5;

/**
 * Counts the callers that the upstream accepts and rejects on their first request. After a restart all
 * callers are new, and nearly all are accepted. While most are refused, made-up credentials are being sent.
 */
export class NewcomerWatch {
  #accepted = 0;
  #refused = 0;
  #at = performance.now();

  /** True if most of the latest newcomers were refused. */
  get areSuspect(): boolean {
    this.#decay();
    return this.#refused >= MIN_REFUSED && this.#refused > this.#accepted;
  }

  accepted(): void {
    this.#decay();
    this.#accepted += 1;
  }

  refused(): void {
    this.#decay();
    this.#refused += 1;
  }

  #decay(): void {
    const now = performance.now();
    const factor = 0.5 ** ((now - this.#at) / HALF_LIFE_MS);
    this.#accepted *= factor;
    this.#refused *= factor;
    this.#at = now;
  }
}
