/** The part of an `AbortSignal` that says when to stop. Every `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  /** Given to {@link Cancellation.abort}. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * An `AbortController` and its signal in one plain object. Each operation makes four of them, and nearly none is
 * aborted: the real ones are event targets, which cost about 4 µs each with one listener, and work for the garbage
 * collector.
 */
export class Cancellation implements CancelSignal {
  #aborted = false;
  #reason: unknown;
  /** The first of the listeners; nearly every signal has one at most. */
  #first: (() => void) | undefined;
  #others: (() => void)[] | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Aborts, the first time that it is called. Calls the listeners in the order in which they were added. */
  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    // A listener that an earlier one removes is not called.
    for (let next = this.#first; next; next = this.#first) {
      this.#first = this.#others?.shift();
      next();
    }
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.#aborted) return;
    if (this.#first) (this.#others ??= []).push(listener);
    else this.#first = listener;
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.#first === listener) {
      this.#first = this.#others?.shift();
      return;
    }
    const at = this.#others?.indexOf(listener) ?? -1;
    if (at >= 0) this.#others?.splice(at, 1);
  }
}
