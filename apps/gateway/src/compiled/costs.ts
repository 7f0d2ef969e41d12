import type { OperationPlan } from '@contacts/core';
import { type BoundOperation, type Context, type KnownOperation, schema } from '@contacts/schema';
import { valuesOf } from '../limits/result-limit.ts';
import { planOfOperation } from '../plan-plugin.ts';

/** What an operation costs: the values that its answer could have, and what is asked of the upstream for it. */
export interface Costs {
  readonly values: number;
  readonly plan: OperationPlan;
}

const fixedCosts = new WeakMap<BoundOperation['compiled'], Costs>();

/** The costs of an operation; of one without variables, they are the same in every call. */
export function costsOf({ document }: KnownOperation, bound: BoundOperation, context: Context): Costs {
  const { compiled, variables } = bound;
  const known = fixedCosts.get(compiled);
  if (known) return known;
  const { operation } = compiled;
  const costs = {
    values: valuesOf(schema, document, operation, variables),
    plan: planOfOperation(schema, document, operation, variables, context),
  };
  if ((operation.variableDefinitions ?? []).length === 0) fixedCosts.set(compiled, costs);
  return costs;
}
