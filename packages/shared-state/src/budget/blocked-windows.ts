import type { SharedNeed } from '@contacts/core';

/** The windows of a minute without a free place, and when each has one again. */
export class BlockedWindows {
  #until = new Map<string, number>();

  /** Sets the milliseconds until each of these windows has a free place. */
  set(blocked: Readonly<Record<string, number>>): void {
    const now = performance.now();
    this.#until = new Map([...this.#until].filter(([, until]) => until > now));
    for (const [name, ms] of Object.entries(blocked)) this.#until.set(name, now + ms);
  }

  /** Returns the milliseconds until all windows of a request have a free place. */
  delay({ windows }: SharedNeed): number {
    const now = performance.now();
    return Math.max(0, ...windows.map(({ name }) => (this.#until.get(name) ?? 0) - now));
  }
}
