/** Weight of the latest value. */
const WEIGHT_OF_LATEST = 0.2;
/** A value counts as at most this many times the average. */
const MAX_TIMES = 2;

/** An exponentially weighted moving average; the few values that are far higher hardly change it. */
export class MovingAverage {
  #value: number | undefined;

  /** The average, 0 before the first value. */
  get value(): number {
    return this.#value ?? 0;
  }

  add(value: number): void {
    this.#value ??= value;
    this.#value += WEIGHT_OF_LATEST * (Math.min(value, MAX_TIMES * this.#value) - this.#value);
  }
}
