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
  };
}
