import { z } from 'zod';
import type { Cancel, Clock } from './clock.ts';
import { contactSeeder } from './data/seed-contacts.ts';
import { createRandom, type Random } from './data/random.ts';
import type { SandboxState } from './state.ts';

const shortestTickMs = 5;
const share = z.number().min(0).max(1_000_000);

/** Schema of the random changes of contacts. */
export const churnInput = z.strictObject({
  /** Changes a second by the sandbox's clock. Default 0. */
  perSecond: share.optional(),
  /** Changes before each native read: the same for the same requests at any time. Default 0. */
  perRead: z.number().int().min(0).max(1000).optional(),
  /** Weights of the three kinds of change. Default 1 each. */
  create: share.optional(),
  update: share.optional(),
  delete: share.optional(),
  /** Seed of the changes. Default 1. */
  seed: z.number().int().optional(),
});

/** Random changes of contacts. */
export type Churn = z.infer<typeof churnInput>;

/** Runs the changes. */
export interface ChurnRunner {
  /** Replaces the changes; null ends them. */
  set(churn: Churn | null): void;
  /** Makes the changes that are due before a native read. */
  beforeRead(): void;
  readonly active: boolean;
}

/** Makes a runner that creates, updates and deletes contacts, chosen by the seed. */
export function createChurnRunner(state: SandboxState, clock: Clock, dataSeed: () => number): ChurnRunner {
  let churn: Churn | null = null;
  let random: Random = createRandom(0);
  let cancel: Cancel | null = null;

  function once(): void {
    const { create = 1, update = 1, delete: remove = 1 } = churn ?? {};
    const { table } = state.data.contacts;
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
    // No sort key changes: a row that moves in the order breaks every way of paging.
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
      // Timers have a resolution of some milliseconds, so that fast churn runs in small bursts.
      const changes = Math.ceil((perSecond * shortestTickMs) / 1000);
      tick((changes * 1000) / perSecond, changes);
    },
    beforeRead() {
      for (let change = 0; change < (churn?.perRead ?? 0); change += 1) once();
    },
    get active() {
      return churn !== null;
    },
  };
}
