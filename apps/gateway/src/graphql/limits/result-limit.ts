import type { Context } from '@contacts/schema';
import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { boundOperation } from '../compiled/bound-operation.ts';
import { costsOf } from '../compiled/costs.ts';
import { limitError } from './limit-error.ts';
import type { RequestLimits } from '../../config/limits-config.ts';

/** Says why there is no room for so many values more, if there is none. */
export type ReserveValues<C> = (context: C, values: number) => GraphQLError | undefined;

/** Refuses an operation whose answer could be larger than is worth making, or than there is room for. */
export function useResultLimit<C extends object>(
  { maxResultValues }: RequestLimits,
  reserveValues?: ReserveValues<C>,
): Plugin<C> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const contextValue = args.contextValue as unknown as C & Context;
      const bound = boundOperation({ ...args, contextValue });
      if (!bound) return;
      const { values } = costsOf(bound, () => contextValue);
      const refusal =
        values > maxResultValues
          ? limitError('values that its answer could have:', 'MAX_RESULT_VALUES', maxResultValues, values)
          : reserveValues?.(args.contextValue, values);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}
