import type { SharedNeed } from '@contacts/core';
import type { WindowMessage } from './messages.ts';

/** Maximum number of reservations of a minute that are made in advance. */
const MAX_AHEAD = 10;
const AHEAD_MS = 1000;

interface SentRequest {
  readonly name: string;
  readonly limit: number;
  readonly at: number;
}

/** Counts the requests of the last second, by minute window. */
export class RecentUse {
  #sent: SentRequest[] = [];

  count({ windows }: SharedNeed): void {
    const at = performance.now();
    for (const { name, configured } of windows) {
      if (Number.isFinite(configured)) this.#sent.push({ name, limit: configured, at });
    }
  }

  /**
   * Returns as many reservations of each window as were used in the last second, less those that are held.
   * @param heldOf number of reservations held of a window
   */
  ahead(heldOf: (name: string) => number): readonly WindowMessage[] {
    const since = performance.now() - AHEAD_MS;
    this.#sent = this.#sent.filter(({ at }) => at > since);
    const byName = Map.groupBy(this.#sent, ({ name }) => name);
    return [...byName].flatMap(([name, sent]) => {
      const count = Math.min(MAX_AHEAD, sent.length) - heldOf(name);
      return count > 0 ? [{ name, limit: sent[0]?.limit ?? 0, count }] : [];
    });
  }
}
