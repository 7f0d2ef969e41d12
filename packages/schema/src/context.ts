import { type Caller, type CallerOptions, createCaller, type Credentials, type OperationOptions } from '@contacts/core';
import type { InputLimits } from './input-limits.ts';

/** What resolvers see of the operation that they are part of. */
export interface Context {
  /** Reads on behalf of whoever sent the operation, through loaders that live as long as the operation. */
  readonly caller: Caller;
  /** How long the lists may be that it sends. */
  readonly inputLimits: InputLimits;
}

/** What all operations have in common. */
export interface ContextOptions extends CallerOptions {
  readonly inputLimits: InputLimits;
}

/** The context of one operation. Make a new one for each: its loaders must not outlive the operation. */
export function createContext(
  { inputLimits, ...options }: ContextOptions,
  credentials: Credentials,
  operation?: OperationOptions,
): Context {
  return { caller: createCaller(options, credentials, operation), inputLimits };
}
