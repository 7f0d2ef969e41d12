import { z } from 'zod';
import type { Cancel, Clock } from './clock.ts';
import { contactSeeder } from './data/seed-contacts.ts';
import { createRandom, type Random } from './data/random.ts';
import type { Services } from './services.ts';

const shortestTickMs = 5;
const share = z.number().min(0).max(1_000_000);

/** How contacts change by themselves, as the control endpoint takes it. */
export const churnInput = z.strictObject({
  /** Changes a second, by the sandbox's clock. */
  perSecond: share.optional(),
  /** Changes before each native read: the same for the same requests, whatever the time. */
  perRead: z.number().int().min(0).max(1000).optional(),
  /** Weights of the three kinds of change; equal if not said. */
  create: share.optional(),
  update: share.optional(),
  delete: share.optional(),
  /** Other seeds make other changes. */
  seed: z.number().int().optional(),
});

/** How contacts change by themselves; null stops it. */
export type Churn = z.infer<typeof churnInput>;

/** Makes the changes. */
export interface Churning {
  set(churn: Churn | null): void;
  /** To be called before each native read. */
  beforeRead(): void;
  readonly active: boolean;
}

/** Creates, edits and deletes contacts; which ones, the seed decides. */
export function createChurning(services: Services, clock: Clock, dataSeed: () => number): Churning {
  let churn: Churn | null = null;
  let random: Random = createRandom(0);
  let cancel: Cancel | null = null;

  function once(): void {
    const { create = 1, update = 1, delete: remove = 1 } = churn ?? {};
    const { table } = services.data.contacts;
    const chosen = random.next() * (create + update + remove);
    if (chosen < create || table.size === 0) {
      const id = table.lastId + 1;
      const now = clock.now();
      table.insert(id, { ...contactSeeder(dataSeed())(id), createdTime: now, updatedTime: now });
      return;
    }
    const index = table.index([]);
    const row = index.rows()[random.below(index.size())] ?? 0;
    if (chosen >= create + update) {
      table.delete(row);
      return;
    }
    // Not the names: an edit of a sort key moves the row, which no way of paging survives.
    table.update(row, { updatedTime: clock.now(), comments: `Edited ${random.below(1_000_000)}` });
  }
  function tick(everyMs: number, changes: number): void {
    cancel = clock.schedule(() => {
      for (let change = 0; change < changes; change += 1) once();
      tick(everyMs, changes);
    }, everyMs);
  }
  return {
    set(next) {
      cancel?.();
      cancel = null;
      churn = next;
      random = createRandom(next?.seed ?? 1, 99);
      const perSecond = next?.perSecond ?? 0;
      if (perSecond <= 0) return;
      // Timers are no finer than some milliseconds, so fast churn comes in small bursts.
      const everyMs = Math.max(shortestTickMs, 1000 / perSecond);
      tick(everyMs, Math.round((perSecond * everyMs) / 1000));
    },
    beforeRead() {
      for (let change = 0; change < (churn?.perRead ?? 0); change += 1) once();
    },
    get active() {
      return churn !== null;
    },
  };
}
