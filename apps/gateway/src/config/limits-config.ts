import type { InputLimits } from '@contacts/schema';
import type { Values } from './variables.ts';

/** What one request may ask of the gateway itself; what it may ask of the upstream are the plan's limits. */
export interface RequestLimits {
  /** Bytes of a body. */
  readonly maxBodyBytes: number;
  /** Tokens of a document, of which the parser reads no more. */
  readonly maxTokens: number;
  /** Selections in each other, arguments' lists and objects counted. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Fields of the operation itself. */
  readonly maxRootFields: number;
  /** Fields once every fragment stands where it is spread. */
  readonly maxFields: number;
  /** Lists and objects in each other in variables. */
  readonly maxVariableDepth: number;
  /** Values in all variables together. */
  readonly maxVariableValues: number;
  /** Values that the answer could have. */
  readonly maxResultValues: number;
  /** Ids that `nodes` takes. */
  readonly maxIds: number;
  /** Values that `in` and `notIn` take. */
  readonly maxListLength: number;
  /** Names that `customFields` takes. */
  readonly maxCustomFields: number;
}

export function limitsOf(env: Values): RequestLimits {
  return {
    maxBodyBytes: env.MAX_BODY_BYTES,
    maxTokens: env.MAX_TOKENS,
    maxDepth: env.MAX_DEPTH,
    maxAliases: env.MAX_ALIASES,
    maxDirectives: env.MAX_DIRECTIVES,
    maxRootFields: env.MAX_ROOT_FIELDS,
    maxFields: env.MAX_FIELDS,
    maxVariableDepth: env.MAX_VARIABLE_DEPTH,
    maxVariableValues: env.MAX_VARIABLE_VALUES,
    maxResultValues: env.MAX_RESULT_VALUES,
    maxIds: env.MAX_IDS,
    maxListLength: env.MAX_LIST_LENGTH,
    maxCustomFields: env.MAX_CUSTOM_FIELDS,
  };
}

/** The limits that the schema itself holds inputs to, as it wants them. */
export function inputLimitsOf({ maxIds, maxListLength, maxCustomFields }: RequestLimits): InputLimits {
  return {
    ids: { max: maxIds, name: 'MAX_IDS' },
    values: { max: maxListLength, name: 'MAX_LIST_LENGTH' },
    customFields: { max: maxCustomFields, name: 'MAX_CUSTOM_FIELDS' },
  };
}
