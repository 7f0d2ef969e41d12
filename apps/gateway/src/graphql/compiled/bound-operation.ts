import { type BoundOperation, type Context, knownOperation, schema } from '@contacts/schema';
import type { ExecutionArgs } from 'graphql';

/** By the context, of which each execution has its own. */
const ofContexts = new WeakMap<object, BoundOperation | null>();

/**
 * Returns the compiled operation that Yoga is about to execute, for all of its plugins the same.
 * @returns nothing for one that cannot be executed, whose errors come from the execution
 */
export function boundOperation(args: ExecutionArgs & { readonly contextValue: Context }): BoundOperation | undefined {
  const known = ofContexts.get(args.contextValue);
  if (known !== undefined) return known ?? undefined;
  const { document, operationName, variableValues } = args;
  const bound = knownOperation(schema, document, operationName ?? undefined).bind(variableValues ?? {});
  ofContexts.set(args.contextValue, bound ?? null);
  return bound;
}
