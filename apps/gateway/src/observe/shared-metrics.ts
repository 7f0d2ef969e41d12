import type { SharedStatus } from '../shared/shared-state.ts';

type Add = (name: string, help: string, value: () => number) => unknown;

/** Adds what replicas share, for a gateway that is not alone. */
export function addSharedMetrics(
  gauge: Add,
  total: Add,
  sharedStatus: (() => SharedStatus | undefined) | undefined,
): void {
  if (!sharedStatus?.()) return;
  const status = (): Partial<SharedStatus> => sharedStatus() ?? {};
  gauge('gateway_shared_budget_up', '1 while replicas share the budget; 0 while this one uses its part of it.', () =>
    status().redis === 'up' ? 1 : 0,
  );
  gauge('gateway_replicas', 'Replicas that were last seen.', () => status().replicas ?? 1);
  total('gateway_budget_commands_total', 'Commands to Redis for the budget.', () => status().budgetCommands ?? 0);
}
