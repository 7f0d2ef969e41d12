import { type Caller, type CallerOptions, createCaller, type Credentials, type OperationOptions } from '@contacts/core';

/** What resolvers see of the operation that they are part of. */
export interface Context {
  /** Reads on behalf of whoever sent the operation, through loaders that live as long as the operation. */
  readonly caller: Caller;
}

/** The context of one operation. Make a new one for each: its loaders must not outlive the operation. */
export function createContext(options: CallerOptions, credentials: Credentials, operation?: OperationOptions): Context {
  return { caller: createCaller(options, credentials, operation) };
}
