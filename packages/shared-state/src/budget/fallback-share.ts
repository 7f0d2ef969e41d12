import type { PortalUsage, SharedNeed } from '@contacts/core';

/** Limits of a portal for all replicas together. */
export interface PortalLimits {
  readonly concurrency: number;
  readonly perSecond: number;
}

/** Time for which a page counts, in milliseconds: one second, plus the rounding of two clocks. */
export const WINDOW_MS = 1010;

/**
 * The share of a budget that one replica may use while Redis is down: the budget divided by the number of replicas. Rests
 * between requests keep a share that is smaller than one request.
 */
export class FallbackShare {
  readonly #limits: PortalLimits;
  #restUntil = 0;
  #begunAt = 0;

  constructor(limits: PortalLimits) {
    this.#limits = limits;
  }

  /** Returns the milliseconds until a request may be sent; `Infinity` until a request in flight ends. */
  delay({ cost, windows }: SharedNeed, usage: PortalUsage, replicas: number): number {
    const { concurrency, perSecond } = this.#limits;
    const now = performance.now();
    if (usage.inFlight >= Math.max(1, Math.floor(concurrency / replicas))) return Number.POSITIVE_INFINITY;
    if (windows.some(({ configured, sent }) => sent >= Math.max(1, Math.floor(configured / replicas)))) return 1000;
    const pages = Math.max(1, Math.floor(perSecond / replicas));
    // A request that costs more than the share begins after a second without pages, and a rest follows it.
    const excess = usage.pageAges.length + Math.min(cost, pages) - pages;
    const leaving = excess > 0 ? (usage.pageAges.toSorted((a, b) => b - a)[excess - 1] ?? 0) : WINDOW_MS;
    return Math.max(0, this.#restUntil - now, WINDOW_MS - leaving);
  }

  take({ cost }: SharedNeed, replicas: number): void {
    this.#begunAt = performance.now();
    const share = this.#limits.perSecond / replicas;
    if (cost > share) this.#rest(1000 * (cost / share));
  }

  release(replicas: number): void {
    const part = this.#limits.concurrency / replicas;
    if (part < 1) this.#rest((performance.now() - this.#begunAt) * (1 / part - 1));
  }

  #rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, performance.now() + ms);
  }
}
