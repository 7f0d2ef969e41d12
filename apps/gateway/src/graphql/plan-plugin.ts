import type { OperationLimits, PlanCost, Report } from '@contacts/core';
import { type Context, knownOperation, schema } from '@contacts/schema';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Costs, costsOf } from './compiled/costs.ts';
import { executionErrors } from './error-plugins.ts';
import { limitError } from './limits/limit-error.ts';
import { reportModeOf } from './report-mode.ts';
import type { ErrorCode } from '../http/error-codes.ts';

export interface PlanLimits {
  /** Maximum number of upstream requests that an operation may plan. */
  readonly maxUpstreamCalls: number;
  /** Maximum number of upstream reads of 50 rows that an operation may plan. */
  readonly maxInnerPages: number;
}

/** The limits of the costs of one operation. */
export interface CostLimits extends PlanLimits {
  /** Maximum number of values that the result of an operation may have. */
  readonly maxResultValues: number;
}

/** Returns the limits for the operation while it runs: it can send more requests than planned. */
export function operationLimitsOf({ maxUpstreamCalls, maxInnerPages }: PlanLimits): OperationLimits {
  return {
    requests: { max: maxUpstreamCalls, name: 'MAX_UPSTREAM_CALLS' },
    innerPages: { max: maxInnerPages, name: 'MAX_INNER_PAGES' },
  };
}

/**
 * Plans each operation before anything is sent. Rejects an operation that could cost too much, with its plan in the error,
 * or whose values exceed the memory budget. On request (`X-Upstream-Report`) it returns only the plan, or adds the plan and
 * the sent requests to the result.
 * @param reserveValues reserves memory for the values of a result, until its response is sent
 */
export function usePlan<C extends object>(
  limits: CostLimits,
  reserveValues: (context: C, values: number) => GraphQLError | undefined,
): Plugin<{ request: Request } & Context & C> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { contextValue: context, document, operationName, variableValues } = args;
      const bound = knownOperation(schema, document, operationName ?? undefined).bind(variableValues ?? {});
      // The execution returns the errors.
      if (!bound) return undefined;
      const { refusal } = bound.compiled;
      if (refusal) {
        setResultAndStopExecution({
          errors: executionErrors(document, [refusal], { variables: variableValues ?? {} }),
        });
        return undefined;
      }
      const costs = costsOf(bound, () => context);
      const { cost: planned } = costs.plan;
      const mode = reportModeOf(context.request.headers);
      const error = costError(costs, limits) ?? (mode === 'plan' ? undefined : reserveValues(context, costs.values));
      if (error) setResultAndStopExecution({ errors: [error] });
      else if (mode === 'plan') setResultAndStopExecution({ data: null, extensions: { upstream: { planned } } });
      context.caller.follow(costs.plan);
      if (error || mode !== 'full') return undefined;
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          const sent = sentBy(context.caller.report);
          setResult({ ...result, extensions: { ...result.extensions, upstream: { planned, sent } } });
        },
      };
    },
  };
}

/** Returns the requests that an operation sent; shared ones count for the operation that sent them. */
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

/** Returns the error of an operation that could cost too much. */
export function costError(
  { values, plan: { cost: planned } }: Costs,
  { maxResultValues, maxUpstreamCalls, maxInnerPages }: CostLimits,
): GraphQLError | undefined {
  if (values > maxResultValues) {
    return limitError('values that its result could have:', 'MAX_RESULT_VALUES', maxResultValues, values);
  }
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
    `This operation could take ${cost} of the portal; allowed: ${allowed}. Request fewer contacts or relations at a time.`,
    { extensions: { code: 'PLAN_TOO_LARGE' satisfies ErrorCode, allowed, upstream: { planned } } },
  );
}
