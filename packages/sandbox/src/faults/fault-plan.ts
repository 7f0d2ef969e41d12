import { createRandom } from '../data/random.ts';
import { type Fault, type FaultEffect, faultsInput } from './fault.ts';

/** What the plan looks at. */
export interface FaultTarget {
  method: string;
  path: string;
  query: string;
  credentials: readonly string[];
}

/** What happens to one request: a delay, and at most one other effect. */
export interface Mishap {
  latencyMs: number;
  effect: Exclude<FaultEffect, { kind: 'latency' }> | null;
  applied: boolean;
}

/** Decides by match, count and seeded chance which requests fail. */
export interface FaultPlan {
  set(faults: readonly Fault[]): void;
  next(target: FaultTarget): Mishap | null;
}

/** Makes a plan without faults. */
export function createFaultPlan(seed: number): FaultPlan {
  let rules: { fault: ReturnType<typeof faultsInput.parse>[number]; seen: number; used: number }[] = [];
  let random = createRandom(seed, 77);
  return {
    set(faults) {
      rules = faultsInput.parse(faults).map((fault) => ({ fault, seen: 0, used: 0 }));
      random = createRandom(seed, 77);
    },
    next(target) {
      if (rules.length === 0) return null;
      const mishap: Mishap = { latencyMs: 0, effect: null, applied: false };
      for (const rule of rules) {
        const { fault } = rule;
        if (!matches(fault.match ?? {}, target)) continue;
        rule.seen += 1;
        if (rule.seen <= (fault.skip ?? 0) || rule.used >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
        if (fault.probability !== undefined && !random.chance(fault.probability)) continue;
        rule.used += 1;
        if (fault.effect.kind === 'latency') {
          mishap.latencyMs += fault.effect.ms;
          continue;
        }
        mishap.effect = fault.effect;
        mishap.applied = fault.applied ?? false;
        break;
      }
      return mishap.effect === null && mishap.latencyMs === 0 ? null : mishap;
    },
  };
}

function matches({ method, path, query, credential }: NonNullable<Fault['match']>, target: FaultTarget): boolean {
  if (method !== undefined && method.toUpperCase() !== target.method) return false;
  if (path !== undefined && !(path.endsWith('*') ? target.path.startsWith(path.slice(0, -1)) : target.path === path)) {
    return false;
  }
  if (query !== undefined && !decoded(target.query).includes(query)) return false;
  return credential === undefined || target.credentials.includes(credential);
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
