import type { CompiledField, CompiledInfo, Values } from './compiled.ts';

/** The inputs of resolvers in a call: one object for each field, wherever in the answer its selection is applied. */
export class CallMemory {
  readonly #variables: Values;
  #arguments: Map<CompiledField, Values> | undefined;
  #infos: Map<CompiledField, CompiledInfo> | undefined;

  /** @param variables coerced */
  constructor(variables: Values) {
    this.#variables = variables;
  }

  /** Returns the arguments of a field. @throws GraphQLError if a variable is null that must not be */
  argumentsOf(field: CompiledField): Values {
    if (field.fixedArguments) return field.fixedArguments;
    const known = this.#arguments?.get(field);
    if (known) return known;
    const read = field.readArguments(this.#variables);
    (this.#arguments ??= new Map()).set(field, read);
    return read;
  }

  /** Returns a resolver's `info`. */
  infoOf(field: CompiledField): CompiledInfo {
    if (field.hasOneInfo) return field.info;
    const known = this.#infos?.get(field);
    if (known) return known;
    const info = { ...field.info, variableValues: this.#variables };
    (this.#infos ??= new Map()).set(field, info);
    return info;
  }
}

/**
 * The coerced variables of a call, with its memory: it serves the plan and the run, or several calls. A weak map from
 * variables to memories would keep both until the next full collection, since a memory has its variables.
 */
export class CallVariables {
  readonly [name: string]: unknown;
  readonly #memory: CallMemory;

  constructor(values: Values) {
    Object.assign(this, values);
    this.#memory = new CallMemory(this);
  }

  static memoryOf(this: void, variables: Values): CallMemory | undefined {
    return #memory in variables ? variables.#memory : undefined;
  }
}

/** Returns the memory of a call; a new one for variables without any. */
export function memoryOf(variables: Values): CallMemory {
  return CallVariables.memoryOf(variables) ?? new CallMemory(variables);
}

/** Returns the arguments of a field, from the memory of the call if it has one. @throws as {@link CallMemory.argumentsOf} */
export function argumentsOf(field: CompiledField, variables: Values): Values {
  const memory = CallVariables.memoryOf(variables);
  return memory ? memory.argumentsOf(field) : (field.fixedArguments ?? field.readArguments(variables));
}

/** Returns the `info` of a field in the call with these variables, if it has a memory. */
export function keptInfo(field: CompiledField, variables: Values): CompiledInfo | undefined {
  return CallVariables.memoryOf(variables)?.infoOf(field);
}
