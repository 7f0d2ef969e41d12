import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { OperationsConfig } from '../config/operations-config.ts';
import { onceClosed } from '../http/once-closed.ts';
import type { ServerContext } from '../http/server-context.ts';
import type { ShedReason } from './admission-control.ts';
import { createMemoryBudget, type ExceededShare, type MemoryBudget } from './memory-budget.ts';

/** The memory budget of responses, from their planning until they are received. */
export interface ResponseBudget {
  /** Reserves the values that a response could have, until it is sent; returns an error if that exceeds the budget. */
  reserveValues(context: ServerContext, values: number): GraphQLError | undefined;
  /** Returns an error if the budget has no bytes left for another response. */
  bytesError(request: IncomingMessage): GraphQLError | undefined;
  /** Reserves the bytes of a response that is written, until it is sent. */
  reserveBytes(request: IncomingMessage, response: ServerResponse, size: number): void;
  /** Reserves the bytes of each response of Yoga, or replaces it by the error of the budget. */
  readonly plugin: Plugin<ServerContext, ServerContext>;
}

export interface ResponseBudgetOptions {
  /** Returns the key of a request's caller. */
  readonly callerOf: (request: IncomingMessage) => string;
  /** Returns the error of a request that is shed. */
  readonly errorOf: (reason: ShedReason) => GraphQLError;
}

/**
 * Creates the budget. Values are estimated before anything is sent upstream, which limits how many of them are read at a
 * time. The length of texts is unknown until then. Identical reads of one caller share one answer of the upstream and
 * receive it at the same moment: the text that is written for each of them is counted when it is written.
 */
export function createResponseBudget(
  { maxValuesInFlight, maxBytesInFlight }: Pick<OperationsConfig['overload'], 'maxValuesInFlight' | 'maxBytesInFlight'>,
  { callerOf, errorOf }: ResponseBudgetOptions,
): ResponseBudget {
  const values = createMemoryBudget(maxValuesInFlight);
  const bytes = createMemoryBudget(maxBytesInFlight);

  return {
    reserveValues({ req, res }, amount) {
      if (!req || !res) return undefined;
      const caller = callerOf(req);
      const reason = reasonOf('values', values.exceeded(caller, amount));
      if (reason) return errorOf(reason);
      reserveUntilClosed(values, caller, amount, res);
      return undefined;
    },
    bytesError(request) {
      const reason = reasonOf('bytes', bytes.exceeded(callerOf(request), 1));
      return reason && errorOf(reason);
    },
    reserveBytes: (request, response, size) => reserveUntilClosed(bytes, callerOf(request), size, response),
    plugin: {
      onResultProcess(payload) {
        const { result } = payload;
        const { req, res } = payload.serverContext;
        if (!req || !res || Array.isArray(result) || Symbol.asyncIterator in result) return;
        const caller = callerOf(req);
        // The size is known once the text is written, and a text that is written and thrown away would be wasted: the
        // last response may exceed the budget.
        const reason = result.data ? reasonOf('bytes', bytes.exceeded(caller, 1)) : undefined;
        if (reason) return payload.setResult({ errors: [errorOf(reason)] });
        payload.setResult({
          ...result,
          stringify(value: ExecutionResult) {
            const text = JSON.stringify(value);
            reserveUntilClosed(bytes, caller, Buffer.byteLength(text), res);
            return text;
          },
        });
      },
    },
  };
}

function reserveUntilClosed(budget: MemoryBudget, caller: string, amount: number, response: ServerResponse): void {
  const release = response.closed ? undefined : budget.reserve(caller, amount);
  if (release) onceClosed(response, release);
}

function reasonOf(budget: 'values' | 'bytes', exceeded: ExceededShare | undefined): ShedReason | undefined {
  return exceeded === 'caller' ? `caller-${budget}` : exceeded && budget;
}
