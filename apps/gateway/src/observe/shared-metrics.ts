import type { SharedStatus } from '../shared/shared-state.ts';

type Add = (name: string, help: string, value: () => number) => unknown;

/** Adds the metrics of what replicas share. A gateway that is alone has the whole budget. */
export function addSharedMetrics(
  gauge: Add,
  total: Add,
  sharedStatus: (() => SharedStatus | undefined) | undefined,
): void {
  const status = (): SharedStatus => sharedStatus?.() ?? { redis: 'up', replicas: 1, budgetCommands: 0 };
  gauge('gateway_shared_budget_up', '1 while the budget is whole; 0 while this replica uses its part of it.', () =>
    status().redis === 'up' ? 1 : 0,
  );
  gauge('gateway_replicas', 'Replicas that were last seen.', () => status().replicas);
  total('gateway_budget_commands_total', 'Commands to Redis for the budget.', () => status().budgetCommands);
}
