import type { Clock } from '../clock.ts';

/** The limit of Bitrix24 itself: a bucket that every native call fills by one and that drains steadily (contract §5). */
export interface LeakyBucket {
  /** False when the call would overflow it. */
  add(): boolean;
  clear(): void;
}

/** Makes a bucket of `threshold` calls that drains `perSecond`. */
export function createLeakyBucket(clock: Clock, threshold: number, perSecond: number): LeakyBucket {
  let level = 0;
  let filledAt = clock.now();
  return {
    add() {
      const now = clock.now();
      level = Math.max(0, level - ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (level + 1 > threshold) return false;
      level += 1;
      return true;
    },
    clear() {
      level = 0;
    },
  };
}
