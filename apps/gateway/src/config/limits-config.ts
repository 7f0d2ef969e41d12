import type { InputLimits } from '@contacts/schema';
import { z } from 'zod';

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

const message = 'must be a whole number of at least 1';
const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, message)
  .transform(Number);

/** The variables of this part of the configuration. */
export const limitVariables = {
  MAX_BODY_BYTES: count.default(100_000),
  MAX_TOKENS: count.default(1000),
  MAX_DEPTH: count.default(12),
  MAX_ALIASES: count.default(30),
  MAX_DIRECTIVES: count.default(9),
  MAX_ROOT_FIELDS: count.default(10),
  MAX_FIELDS: count.default(1000),
  MAX_VARIABLE_DEPTH: count.default(6),
  MAX_VARIABLE_VALUES: count.default(5000),
  MAX_RESULT_VALUES: count.default(300_000),
  // Two lists of 50 upstream for each type.
  MAX_IDS: count.default(100),
  // What one POST search is known to carry well.
  MAX_LIST_LENGTH: count.default(500),
  // Their names travel in a URL.
  MAX_CUSTOM_FIELDS: count.default(50),
} as const;

type LimitEnvironment = { readonly [K in keyof typeof limitVariables]: number };

export function limitsOf(env: LimitEnvironment): RequestLimits {
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
