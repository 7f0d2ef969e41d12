import type { SharedBudget, SharedNeed } from '@contacts/core';

/** Takes both slots of the portal `one`, as a replica whose requests are in flight. */
export async function holdAllSlots(budget: SharedBudget): Promise<void> {
  let inFlight = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const need: SharedNeed = { cost: 1, windows: [] };
  const portal = budget.portal({
    name: 'one',
    concurrency: 2,
    perSecond: 1000,
    usage: () => ({ inFlight, pageAges: Array.from({ length: inFlight }, () => 0) }),
    onChange: () => {
      while (inFlight < 2 && portal.delay(need) === 0) {
        portal.take(need);
        inFlight += 1;
      }
      if (inFlight === 2) resolve();
    },
  });
  portal.want([need, need], 1);
  await promise;
}
