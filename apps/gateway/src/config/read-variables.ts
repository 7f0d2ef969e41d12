import { ConfigError } from './config-error.ts';
import { formerNames, type Values, variables, withDerivedDefaults } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadVariables {
  readonly values: Values;
  /** One for each variable that is set by its former name. */
  readonly warnings: readonly string[];
  /** Returns the name by which a variable is set. */
  readonly nameOf: (name: string) => string;
}

/**
 * Reads the variables; one that is set to the empty string counts as unset. Where a variable is set by its present and its
 * former name, the present one has precedence.
 * @throws ConfigError with all values that are not allowed
 */
export function readVariables(env: Environment): ReadVariables {
  const set = new Map(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const used = Object.entries(formerNames).filter(([former]) => set.has(former));
  const named = new Map<string, string>();
  for (const [former, name] of used) {
    if (set.has(name)) continue;
    set.set(name, set.get(former));
    named.set(name, former);
  }
  const nameOf = (name: string): string => named.get(name) ?? name;
  const result = variables.safeParse(Object.fromEntries(set));
  if (!result.success) {
    throw new ConfigError(result.error.issues.map(({ path, message }) => `${nameOf(path.join('.'))}: ${message}`));
  }
  return {
    values: withDerivedDefaults(result.data),
    warnings: used.map(([former, name]) => `${former} is deprecated: set ${name} instead.`),
    nameOf,
  };
}
