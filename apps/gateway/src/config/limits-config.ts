import type { InputLimits } from '@contacts/schema';
import type { Values } from './variables.ts';

/** Limits of one request within the gateway; the plan's limits apply to the upstream. */
export interface RequestLimits {
  /** Maximum size of a body in bytes. */
  readonly maxBodyBytes: number;
  /** Maximum number of tokens of a document; the parser stops there. */
  readonly maxTokens: number;
  /** Maximum depth of selections, argument lists and objects. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Maximum number of root fields. */
  readonly maxRootFields: number;
  /** Maximum number of fields, counted in every place where a fragment is spread. */
  readonly maxFields: number;
  /** Maximum depth of lists and objects in variables. */
  readonly maxVariableDepth: number;
  /** Maximum number of values in all variables together. */
  readonly maxVariableValues: number;
  /** Maximum number of values that a result could have. */
  readonly maxResultValues: number;
  /** Maximum number of ids in `nodes`. */
  readonly maxIds: number;
  /** Maximum number of values in `in` and `notIn`. */
  readonly maxListLength: number;
  /** Maximum number of names in `customFields`. */
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

/** Returns the limits of inputs in the form that the schema takes. */
export function inputLimitsOf({ maxIds, maxListLength, maxCustomFields }: RequestLimits): InputLimits {
  return {
    ids: { max: maxIds, name: 'MAX_IDS' },
    values: { max: maxListLength, name: 'MAX_LIST_LENGTH' },
    customFields: { max: maxCustomFields, name: 'MAX_CUSTOM_FIELDS' },
  };
}
