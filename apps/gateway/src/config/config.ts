import { getHeapStatistics } from 'node:v8';
import { ConfigError } from './config-error.ts';
import { type NetworkConfig, networkOf } from './network-config.ts';
import { type OperationsConfig, operationsConfig } from './operations-config.ts';
import type { Problem } from './problem.ts';
import { type Environment, readVariables } from './read-variables.ts';
import { type SecurityConfig, securityOf } from './security-config.ts';
import { type UpstreamConfig, upstreamConfig } from './upstream-config.ts';
import { variables } from './variables.ts';

export { ConfigError } from './config-error.ts';

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
  /** Sentences for the log, e.g. about former names of variables. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration from environment variables; a variable set to the empty string counts as unset.
 * @throws ConfigError with all mistakes together
 */
export function loadConfig(env: Environment): Config {
  const { values, warnings, nameOf } = readVariables(env);
  const problems: string[] = [];
  const problem: Problem = (name, message) => void problems.push(`${nameOf(name)}: ${message}`);
  const network = networkOf(values, problem);
  const security = securityOf(values, {
    host: network.listen.host,
    real: network.upstream !== null,
    production: network.production,
    problem,
  });
  const operations = operationsConfig(values, { heapBytes: getHeapStatistics().heap_size_limit, problem });
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...operations,
    ...network,
    operationTimeoutMs: values.OPERATION_TIMEOUT,
    planLimits: { maxUpstreamCalls: values.MAX_UPSTREAM_CALLS, maxInnerPages: values.MAX_INNER_PAGES },
    referenceTtlMs: values.REFERENCE_TTL,
    calls: upstreamConfig(values),
    security,
    paging: { cursorSecrets: values.CURSOR_SECRET ?? null, form: values.PAGING, emptyValues: values.NULLS_ORDER },
    warnings,
  };
}

/** The names of all variables that are read; docs/configuration.md has a row for each. */
export const configVariables: readonly string[] = Object.keys(variables.shape);
