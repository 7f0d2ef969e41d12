import type { CompiledField, Values } from './compiled.ts';

/** The inputs of resolvers in a call: one object for each field, wherever in the answer its selection is applied. */
export interface CallMemory {
  readonly arguments: Map<CompiledField, Values>;
  readonly infos: Map<CompiledField, CompiledField['info']>;
}

/** As long as the variables, whose objects serve several calls. */
const kept = new WeakMap<Values, CallMemory>();

/** Keeps the memory of the calls with this object of coerced variables. */
export function keepMemory(variables: Values): void {
  kept.set(variables, newMemory());
}

/** Returns the memory of a call: of its variables where that is kept, else one of its own. */
export function memoryOf(variables: Values): CallMemory {
  return kept.get(variables) ?? newMemory();
}

function newMemory(): CallMemory {
  return { arguments: new Map(), infos: new Map() };
}
