import { Caller, type CallerOptions, type Credentials, type OperationOptions } from '@contacts/core';
import type { InputLimits } from './input-limits.ts';

/** The part of an operation that its resolvers see. */
export interface Context {
  /** Reads with the credentials of the operation, through loaders that live as long as the operation. */
  readonly caller: Caller;
  /** The maximum length of lists in its input. */
  readonly inputLimits: InputLimits;
}

/** The parts that all operations have in common. */
export interface ContextOptions extends CallerOptions {
  readonly inputLimits: InputLimits;
}

/** Creates the context of one operation. Create a new one for each: its loaders must not outlive the operation. */
export function createContext(
  options: ContextOptions,
  credentials: Credentials,
  operation?: OperationOptions,
): Context {
  return { caller: new Caller(options, credentials, operation), inputLimits: options.inputLimits };
}
