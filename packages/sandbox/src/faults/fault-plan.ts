import { createRandom } from '../data/random.ts';
import { type Fault, type FaultEffect, faultsInput } from './fault.ts';

/** Parts of a request that faults match. */
export interface FaultTarget {
  method: string;
  path: string;
  query: string;
  credentials: readonly string[];
}

/** Fault of one request: a delay, and at most one other effect. */
export interface InjectedFault {
  latencyMs: number;
  effect: Exclude<FaultEffect, { kind: 'latency' }> | null;
  /** True if the request takes effect before its response is altered. */
  applied: boolean;
}

/** Chooses the requests that fail, by match, count and seeded probability. */
export interface FaultPlan {
  set(faults: readonly Fault[]): void;
  /** Returns the fault of a request, which counts for `skip` and `times`; null for none. */
  next(target: FaultTarget): InjectedFault | null;
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
      const injected: InjectedFault = { latencyMs: 0, effect: null, applied: false };
      for (const rule of rules) {
        const { fault } = rule;
        if (!matches(fault.match ?? {}, target)) continue;
        rule.seen += 1;
        if (rule.seen <= (fault.skip ?? 0) || rule.used >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
        if (fault.probability !== undefined && !random.chance(fault.probability)) continue;
        rule.used += 1;
        if (fault.effect.kind === 'latency') {
          injected.latencyMs += fault.effect.ms;
          continue;
        }
        injected.effect = fault.effect;
        injected.applied = fault.applied ?? false;
        break;
      }
      return injected.effect === null && injected.latencyMs === 0 ? null : injected;
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
