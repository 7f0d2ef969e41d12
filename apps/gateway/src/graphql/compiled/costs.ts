import type { OperationPlan } from '@contacts/core';
import { type BoundOperation, type Context, type KnownOperation, schema, watched } from '@contacts/schema';
import { valuesOf } from '../limits/result-limit.ts';
import { planOfOperation } from '../plan-plugin.ts';

/** The cost of an operation: the number of values that its answer could have, and its upstream calls. */
export interface Costs {
  readonly values: number;
  readonly plan: OperationPlan;
}

/** Of one operation, by the variables of the call. */
const knownCosts = new WeakMap<BoundOperation['compiled'], Map<string, Costs>>();
const MAX_KNOWN = 32;

/**
 * The costs of one call of an operation, remembered where they are the same for every caller.
 * @param contextOf is asked for a context where they are not known
 */
export function costsOf({ document }: KnownOperation, bound: BoundOperation, contextOf: () => Context): Costs {
  const { compiled, variables } = bound;
  const key = keyOf(variables);
  const known = key === undefined ? undefined : knownCosts.get(compiled)?.get(key);
  if (known) return known;
  const { operation } = compiled;
  const context = contextOf();
  const caller = watched(context.caller);
  const costs = {
    values: valuesOf(schema, document, operation, variables),
    plan: planOfOperation(schema, document, operation, variables, { caller, inputLimits: context.inputLimits }),
  };
  if (key !== undefined && !caller.wasAsked) remember(compiled, key, costs);
  return costs;
}

function remember(compiled: BoundOperation['compiled'], key: string, costs: Costs): void {
  const ofOperation = knownCosts.get(compiled) ?? new Map<string, Costs>();
  if (ofOperation.size < MAX_KNOWN) ofOperation.set(key, costs);
  knownCosts.set(compiled, ofOperation);
}

/** Page sizes and conditions; undefined for variables with texts, which may be personal and do not stay in memory. */
function keyOf(variables: Readonly<Record<string, unknown>>): string | undefined {
  let key = '';
  for (const name in variables) {
    const value = variables[name];
    if (typeof value !== 'number' && typeof value !== 'boolean' && value !== null) return undefined;
    key += `${name}=${value},`;
  }
  return key;
}
