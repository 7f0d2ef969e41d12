import type { Clock } from '../clock.ts';

/** Leaky bucket of Bitrix24 itself: each native call adds one unit, which drains at a constant rate (contract §5). */
export interface LeakyBucket {
  /** Adds a call; returns false, and adds nothing, if the bucket would overflow. */
  add(): boolean;
  clear(): void;
}

/** Makes a bucket of `capacity` calls that drains `perSecond` of them. */
export function createLeakyBucket(clock: Clock, capacity: number, perSecond: number): LeakyBucket {
  let level = 0;
  let updatedAt = clock.now();
  return {
    add() {
      const now = clock.now();
      level = Math.max(0, level - ((now - updatedAt) / 1000) * perSecond);
      updatedAt = now;
      if (level + 1 > capacity) return false;
      level += 1;
      return true;
    },
    clear() {
      level = 0;
    },
  };
}
