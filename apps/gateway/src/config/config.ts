import { getHeapStatistics } from 'node:v8';
import { ConfigError } from './config-error.ts';
import { type NetworkConfig, networkOf } from './network-config.ts';
import { type OperationsConfig, operationsConfig } from './operations-config.ts';
import type { Problem } from './problem.ts';
import { type Environment, readVariables } from './read-variables.ts';
import { type SecurityConfig, securityOf } from './security-config.ts';
import { type SharedConfig, sharedOf } from './shared-config.ts';
import { type UpstreamConfig, upstreamConfig } from './upstream-config.ts';
import { variables } from './variables.ts';

export { ConfigError } from './config-error.ts';

/** The whole configuration; docs/configuration.md describes each variable. */
export interface Config extends OperationsConfig, NetworkConfig {
  /** Maximum duration of one operation in milliseconds. */
  readonly operationTimeoutMs: number;
  /** Limits of the upstream requests that one operation plans. */
  readonly planLimits: { readonly maxUpstreamCalls: number; readonly maxInnerPages: number };
  /** Lifetime of cached users, dictionaries and field lists in milliseconds. */
  readonly referenceTtlMs: number;
  /** Rate limits, retries and circuit breaker of upstream calls. */
  readonly calls: UpstreamConfig;
  /** Redis of all replicas, and cached responses. */
  readonly shared: SharedConfig;
  /** Access, and limits of requests. */
  readonly security: SecurityConfig;
  readonly paging: {
    /** Secrets of cursors: the first one seals, all are accepted; `null` if none is configured. */
    readonly cursorSecrets: readonly [string, ...string[]] | null;
    readonly form: 'exact' | 'anchored-offset';
    readonly nullsOrder: 'low' | 'high';
  };
  /** Warnings for the log, e.g. about former names of variables. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
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
  const shared = sharedOf(values, { real: network.upstream !== null, problem });
  const operations = operationsConfig(values, { heapBytes: getHeapStatistics().heap_size_limit, problem });
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...operations,
    ...network,
    operationTimeoutMs: values.OPERATION_TIMEOUT,
    planLimits: { maxUpstreamCalls: values.MAX_UPSTREAM_CALLS, maxInnerPages: values.MAX_INNER_PAGES },
    referenceTtlMs: values.REFERENCE_TTL,
    calls: upstreamConfig(values),
    shared,
    security,
    paging: { cursorSecrets: values.CURSOR_SECRET ?? null, form: values.PAGING, nullsOrder: values.NULLS_ORDER },
    warnings,
  };
}

/** The names of all variables; docs/configuration.md has a row for each. */
export const configVariables: readonly string[] = Object.keys(variables.shape);
