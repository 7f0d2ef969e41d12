import type { OperationPlan } from '@contacts/core';
import {
  type BoundOperation,
  type Context,
  type CostKey,
  costKey,
  operationRequirements,
  resultValues,
} from '@contacts/schema';

/** The costs of an operation: the number of values that its result could have, and its plan. */
export interface Costs {
  readonly values: number;
  /** A cached plan of ids that are not those of the call has no waves, which hold the ids. */
  readonly plan: OperationPlan;
}

/** Costs of each operation by what they depend on in the call. They are released with the operation. */
const ofOperations = new WeakMap<BoundOperation['compiled'], Map<string, Costs>>();
const MAX_OF_OPERATION = 4;

/**
 * Returns the costs of one call of an operation, cached if they are the same for every caller.
 * @param contextOf called for a context if they are not cached
 */
export function costsOf(bound: BoundOperation, contextOf: () => Context): Costs {
  const { compiled, variables } = bound;
  const key = costKey(bound);
  const known = key && ofOperations.get(compiled)?.get(key.text);
  if (known) return known;
  const { caller, inputLimits } = contextOf();
  const costs = {
    values: resultValues(compiled.root, variables),
    plan: caller.plan(operationRequirements(compiled.root, { variables, inputLimits })),
  };
  if (key && costs.plan.isGeneral) remember(compiled, key, costs);
  return costs;
}

function remember(compiled: BoundOperation['compiled'], { text, isWhole }: CostKey, costs: Costs): void {
  const known = ofOperations.get(compiled) ?? new Map<string, Costs>();
  ofOperations.set(compiled, known);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MAX_OF_OPERATION) known.delete(oldest);
  known.set(text, isWhole ? costs : { ...costs, plan: { ...costs.plan, waves: [], first: undefined } });
}
