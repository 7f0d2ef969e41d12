export { type Context, createContext } from './context.ts';
export { type ErrorCode, toClientError } from './errors.ts';
export { shownMessage } from './shown-values.ts';
export { explainInputErrors } from './explain-input-errors.ts';
export type { InputLimits } from './input-limits.ts';
export { operationNeeds } from './operation-needs.ts';
export { schema } from './schema.ts';
