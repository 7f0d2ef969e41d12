import { getHeapStatistics } from 'node:v8';
import { z } from 'zod';
import { type SecurityConfig, securityOf, securityVariables } from './security-config.ts';
import { type NetworkConfig, networkOf, networkVariables } from './network-config.ts';
import { type OperationsConfig, operationsConfig, operationsVariables } from './operations-config.ts';
import { type UpstreamConfig, upstreamConfig, upstreamVariables } from './upstream-config.ts';

/** Everything that can be configured; `docs` of each variable stand in the README. */
export interface Config extends OperationsConfig, NetworkConfig {
  /** The longest that one operation may take, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** What one operation may plan to ask of the upstream. */
  readonly planLimits: { readonly maxUpstreamCalls: number; readonly maxInnerPages: number };
  /** How long users, dictionaries and field lists are remembered, in milliseconds. */
  readonly referenceTtlMs: number;
  /** How much the upstream is asked, and what is done about its failures. */
  readonly calls: UpstreamConfig;
  /** Who may call, and what a request may be. */
  readonly security: SecurityConfig;
  readonly paging: {
    /** The first signs cursors, all verify; `null` when none is configured. */
    readonly cursorSecrets: readonly [string, ...string[]] | null;
    readonly form: 'exact' | 'anchored-offset';
    readonly emptyValues: 'low' | 'high';
  };
}

/** All mistakes of a configuration, each naming its variable. Values are not repeated: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has mistakes:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the configuration from environment variables; a variable set to the empty string counts as unset.
 * @throws ConfigError with all mistakes together
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(set);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const { OPERATION_TIMEOUT, MAX_UPSTREAM_CALLS, MAX_INNER_PAGES, REFERENCE_TTL, CURSOR_SECRET, PAGING, EMPTY_VALUES } =
    result.data;
  const problems: string[] = [];
  const problem = (name: string, message: string): void => void problems.push(`${name}: ${message}`);
  const network = networkOf(result.data, problem);
  const surroundings = {
    host: network.listen.host,
    real: network.upstream !== null,
    production: network.production,
    operationTimeoutS: OPERATION_TIMEOUT,
    heapBytes: getHeapStatistics().heap_size_limit,
    problem,
  };
  const security = securityOf(result.data, surroundings);
  const operations = operationsConfig(result.data, surroundings);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...operations,
    ...network,
    operationTimeoutMs: OPERATION_TIMEOUT * 1000,
    planLimits: { maxUpstreamCalls: MAX_UPSTREAM_CALLS, maxInnerPages: MAX_INNER_PAGES },
    referenceTtlMs: REFERENCE_TTL * 1000,
    calls: upstreamConfig(result.data),
    security,
    paging: { cursorSecrets: CURSOR_SECRET ?? null, form: PAGING, emptyValues: EMPTY_VALUES },
  };
}

const MIN_SECRET_LENGTH = 32;

const seconds = ({ above, min, max }: { above?: number; min?: number; max: number }) => {
  const message = `must be a number of seconds ${above === undefined ? `of at least ${min}` : `above ${above}`}, at most ${max}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .refine((value) => value > (above ?? -1) && value >= (min ?? 0) && value <= max, message);
};

const count = (message: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, message)
    .transform(Number);

const environment = z.object({
  ...upstreamVariables,
  ...networkVariables,
  OPERATION_TIMEOUT: seconds({ above: 0, max: 3600 }).default(40),
  MAX_UPSTREAM_CALLS: count('must be a whole number of at least 1').default(50),
  MAX_INNER_PAGES: count('must be a whole number of at least 1').default(200),
  REFERENCE_TTL: seconds({ min: 0, max: 86_400 }).default(300),
  CURSOR_SECRET: z
    .string()
    .transform((value) => value.split(',').map((secret) => secret.trim()))
    .refine(
      (secrets): secrets is [string, ...string[]] => secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH),
      `must be one secret, or several with commas between them, of at least ${MIN_SECRET_LENGTH} characters each`,
    )
    .optional(),
  PAGING: z.enum(['exact', 'anchored-offset'], 'must be "exact" or "anchored-offset"').default('exact'),
  EMPTY_VALUES: z.enum(['low', 'high'], 'must be "low" or "high"').default('low'),
  ...operationsVariables,
  ...securityVariables,
});

/** The names of all variables that are read; the README's table has a row for each. */
export const configVariables: readonly string[] = Object.keys(environment.shape);
