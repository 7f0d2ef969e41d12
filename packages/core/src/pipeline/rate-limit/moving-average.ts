/** How much the latest one counts. */
const WEIGHT_OF_LATEST = 0.2;
/** One that takes longer than so many times what is typical counts as one that takes as long as that. */
const MOST_TIMES = 2;

/** About how long something takes, told by those before; the few that take far longer hardly change it. */
export class TypicalDuration {
  #ms: number | undefined;

  /** 0 while nothing is known. */
  get ms(): number {
    return this.#ms ?? 0;
  }

  saw(ms: number): void {
    this.#ms ??= ms;
    this.#ms += WEIGHT_OF_LATEST * (Math.min(ms, MOST_TIMES * this.#ms) - this.#ms);
  }
}
