import { FirstWave } from './first-wave.ts';
import type { Wave } from './pack-calls.ts';
import { planWave } from './plan-wave.ts';
import { readKey } from './reads.ts';
import type { PlanKnowledge, PlanScope, Step } from './plan-scope.ts';
import { rootSteps } from './root-steps.ts';
import type { OperationRequirements, Requirements } from './requirements.ts';
import { costOfWave, type WaveCost } from './wave-cost.ts';

/** The cost of an operation upstream, before its rows are known. */
export interface PlanCost {
  readonly waves: readonly WaveCost[];
  /**
   * HTTP requests. A page by another order than by id, or of a filter that no request can ask for, is one here and can
   * take more (docs/pagination.md); so can the groups of more than 5,000 contacts, where that many are not known of
   * before.
   */
  readonly requests: number;
  /** Reads of 50 rows that the upstream makes for them. */
  readonly innerPages: number;
}

/** The plan of an operation: the requests of its first wave, and those of the waves behind it as far as they are known. */
export interface OperationPlan {
  readonly cost: PlanCost;
  readonly waves: readonly Wave[];
  /** The first of them, as it is sent. */
  readonly first: FirstWave | undefined;
  /** The requirements of all pages that begin at one row, where there are several, by {@link pageKey}. */
  readonly pages: ReadonlyMap<string, Requirements>;
  /** True if it depends on no knowledge about the caller, so that it is the same for every caller. */
  readonly isGeneral: boolean;
}

/**
 * Plans a whole operation. Pure. It counts with every row of every page having relations of its own, and with no
 * references known from operations before: what is sent is this or less, but for further reads of a page (see
 * {@link PlanCost.requests}). The requests of each wave are those that the same reads make when they are sent.
 */
export function planOperation(requirements: OperationRequirements, knowledge: PlanKnowledge): OperationPlan {
  const seen = new Set<string>();
  const waves: Wave[] = [];
  const pages = new Map<string, Requirements>();
  const knowledgeUse = { wasAsked: false };
  let origins = 0;
  const noted =
    <A extends unknown[], T>(ask: (...args: A) => T) =>
    (...args: A): T => {
      knowledgeUse.wasAsked = true;
      return ask(...args);
    };
  const scope: PlanScope = {
    costOf: knowledge.costOf,
    multifieldSource: noted(knowledge.multifieldSource),
    groupedRecords: noted(knowledge.groupedRecords),
    isKnown: (read) => seen.has(readKey(read)),
    newOrigin: () => `set ${(origins += 1)}`,
    pages,
  };

  let steps = present(rootSteps(scope, requirements));
  while (steps.length > 0) {
    const wave = planWave(distinctReads(steps));
    const along = new Set(wave.flat().flatMap(({ call, reads }) => (bringsCompany(call) ? reads.map(readKey) : [])));
    waves.push(wave);
    for (const { reads } of steps) for (const read of reads) if (read.times === undefined) seen.add(readKey(read));
    steps = present(steps.flatMap(({ reads, leadsTo }) => leadsTo(reads.some((read) => along.has(readKey(read))))));
  }
  const costs = waves.map(costOfWave);
  return {
    cost: {
      waves: costs,
      requests: costs.reduce((total, { requests }) => total + requests, 0),
      innerPages: costs.reduce((total, { innerPages }) => total + innerPages, 0),
    },
    waves,
    first: waves[0] && new FirstWave(waves[0]),
    pages,
    isGeneral: !knowledgeUse.wasAsked,
  };

  /** Returns the steps that read something; a step that reads nothing is replaced by those that follow it. */
  function present(all: readonly Step[]): readonly Step[] {
    return all.flatMap((step) => {
      const reads = step.reads.filter((read) => read.times !== undefined || !seen.has(readKey(read)));
      return reads.length > 0 ? [{ ...step, reads }] : present(step.leadsTo(false));
    });
  }
}

function distinctReads(steps: readonly Step[]): readonly Step['reads'][number][] {
  const reads = steps.flatMap((step) => step.reads);
  const known = new Map(reads.flatMap((read) => (read.times === undefined ? [[readKey(read), read] as const] : [])));
  return [...known.values(), ...reads.filter(({ times }) => times !== undefined)];
}

function bringsCompany(call: Wave[number][number]['call']): boolean {
  return call.kind === 'list' && call.includeCompany === true;
}
