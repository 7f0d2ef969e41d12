import type { OperationLimits, OperationPlan, PlanCost, Report } from '@contacts/core';
import type { Context } from '@contacts/schema';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { boundOperation } from './compiled/bound-operation.ts';
import { costsOf } from './compiled/costs.ts';
import { reportModeOf } from './report-mode.ts';
import type { ErrorCode } from '../http/error-codes.ts';

export interface PlanLimits {
  /** Most HTTP requests upstream that an operation may plan. */
  readonly maxUpstreamCalls: number;
  /** Most reads of 50 rows upstream that an operation may plan. */
  readonly maxInnerPages: number;
}

/** Returns the same limits for the operation while it runs: what it sends can be more than its plan said. */
export function operationLimitsOf({ maxUpstreamCalls, maxInnerPages }: PlanLimits): OperationLimits {
  return {
    requests: { max: maxUpstreamCalls, name: 'MAX_UPSTREAM_CALLS' },
    innerPages: { max: maxInnerPages, name: 'MAX_INNER_PAGES' },
  };
}

/**
 * Plans each operation before anything is sent. Refuses one that could cost too much, with its plan in the error; on
 * request (`X-Upstream-Report`) answers with the plan alone, or adds the plan and what was sent to the result.
 */
export function usePlan(limits: PlanLimits): Plugin<{ request: Request } & Context> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { caller, request } = args.contextValue;
      const bound = boundOperation(args);
      if (!bound) return undefined;
      const { plan } = costsOf(bound, () => args.contextValue);
      const { cost: planned } = plan;
      const refusal = refusalOf(plan, limits);
      if (refusal) {
        setResultAndStopExecution({ errors: [refusal] });
        return undefined;
      }
      const mode = reportModeOf(request.headers);
      caller.follow(plan);
      if (mode === 'plan') setResultAndStopExecution({ data: null, extensions: { upstream: { planned } } });
      if (mode !== 'full') return undefined;
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          const sent = sentBy(caller.report);
          setResult({ ...result, extensions: { ...result.extensions, upstream: { planned, sent } } });
        },
      };
    },
  };
}

/** What an operation sent; requests that it shared with another operation were that one's. */
function sentBy(report: Report | undefined) {
  const waves = report?.waves ?? [];
  const own = waves.flat().filter(({ shared }) => !shared);
  return {
    requests: own.length,
    innerPages: own.reduce((total, { innerPages }) => total + innerPages, 0),
    queueWaitMs: Math.max(0, ...own.map(({ queueWaitMs }) => queueWaitMs)),
    waves,
  };
}

/** Why a plan is not run, if it could cost too much. */
export function refusalOf(
  { cost: planned }: OperationPlan,
  { maxUpstreamCalls, maxInnerPages }: PlanLimits,
): GraphQLError | undefined {
  if (planned.requests > maxUpstreamCalls) {
    return tooLarge(planned, `${planned.requests} requests`, `${maxUpstreamCalls} (MAX_UPSTREAM_CALLS)`);
  }
  if (planned.innerPages > maxInnerPages) {
    return tooLarge(planned, `${planned.innerPages} reads of 50 rows`, `${maxInnerPages} (MAX_INNER_PAGES)`);
  }
  return undefined;
}

function tooLarge(planned: PlanCost, cost: string, allowed: string): GraphQLError {
  return new GraphQLError(
    `This operation could take ${cost} of the portal; allowed: ${allowed}. Ask for fewer contacts or relations at a time.`,
    { extensions: { code: 'PLAN_TOO_LARGE' satisfies ErrorCode, allowed, upstream: { planned } } },
  );
}
