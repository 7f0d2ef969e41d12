import type { OperationPlan } from '@contacts/core';
import { type BoundOperation, type Context, operationRequirements, resultValues } from '@contacts/schema';

/** The costs of an operation: the number of values that its result could have, and its plan. */
export interface Costs {
  readonly values: number;
  readonly plan: OperationPlan;
}

/**
 * Costs of each operation by the variables of the call. They are released with the operation: an operation that may hold values
 * of its caller is not cached, and its plan holds them too.
 */
const ofOperations = new WeakMap<BoundOperation['compiled'], Map<string, Costs>>();
const MAX_OF_OPERATION = 4;

/**
 * Returns the costs of one call of an operation, cached if they are the same for every caller.
 * @param contextOf called for a context if they are not cached
 */
export function costsOf(bound: BoundOperation, contextOf: () => Context): Costs {
  const { compiled, variables } = bound;
  const key = keyOf(variables);
  const known = key === undefined ? undefined : ofOperations.get(compiled)?.get(key);
  if (known) return known;
  const { caller, inputLimits } = contextOf();
  const costs = {
    values: resultValues(compiled.root, variables),
    plan: caller.plan(operationRequirements(compiled.root, { variables, inputLimits })),
  };
  if (key !== undefined && costs.plan.isGeneral) remember(compiled, key, costs);
  return costs;
}

function remember(compiled: BoundOperation['compiled'], key: string, costs: Costs): void {
  const known = ofOperations.get(compiled) ?? new Map<string, Costs>();
  ofOperations.set(compiled, known);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MAX_OF_OPERATION) known.delete(oldest);
  known.set(key, costs);
}

/** Returns page sizes and conditions; undefined for variables with texts, which may be personal and are not cached. */
function keyOf(variables: Readonly<Record<string, unknown>>): string | undefined {
  let key = '';
  for (const name in variables) {
    const value = variables[name];
    if (typeof value !== 'number' && typeof value !== 'boolean' && value !== null) return undefined;
    key += `${name}=${value},`;
  }
  return key;
}
