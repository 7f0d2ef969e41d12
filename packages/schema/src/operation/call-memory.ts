import type { CompiledField, CompiledInfo, Values } from './compiled.ts';

/** The inputs of resolvers in a call: one object for each field, wherever in the answer its selection is applied. */
export class CallMemory {
  readonly #variables: Values;
  readonly #arguments = new Map<CompiledField, Values>();
  readonly #infos = new Map<CompiledField, CompiledInfo>();

  /** @param variables coerced */
  constructor(variables: Values) {
    this.#variables = variables;
  }

  /** Returns the arguments of a field. @throws GraphQLError if a variable is null that must not be */
  argumentsOf(field: CompiledField): Values {
    if (field.fixedArguments) return field.fixedArguments;
    const known = this.#arguments.get(field);
    if (known) return known;
    const read = field.readArguments(this.#variables);
    this.#arguments.set(field, read);
    return read;
  }

  /** Returns a resolver's `info`. */
  infoOf(field: CompiledField): CompiledInfo {
    if (field.hasOneInfo) return field.info;
    const known = this.#infos.get(field);
    if (known) return known;
    const info = { ...field.info, variableValues: this.#variables };
    this.#infos.set(field, info);
    return info;
  }
}

/** As long as the variables: they serve the plan and the run of a call, or several calls. */
const kept = new WeakMap<Values, CallMemory>();

/** Keeps the memory of the calls with this object of coerced variables. */
export function keepMemory(variables: Values): void {
  if (!kept.has(variables)) kept.set(variables, new CallMemory(variables));
}

/** Returns the memory of a call: of its variables where that is kept, else one of its own. */
export function memoryOf(variables: Values): CallMemory {
  return kept.get(variables) ?? new CallMemory(variables);
}

/** Returns the arguments of a field, from the memory of the call if it is kept. @throws as {@link CallMemory.argumentsOf} */
export function argumentsOf(field: CompiledField, variables: Values): Values {
  return kept.get(variables)?.argumentsOf(field) ?? field.fixedArguments ?? field.readArguments(variables);
}

/** Returns the `info` of a field in the calls with these variables, if their memory is kept. */
export function keptInfo(field: CompiledField, variables: Values): CompiledInfo | undefined {
  return kept.get(variables)?.infoOf(field);
}
