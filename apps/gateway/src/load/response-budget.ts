import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { OperationsConfig } from '../config/operations-config.ts';
import type { ServerContext } from '../http/server-context.ts';
import type { Refusal } from './admission-control.ts';
import { createWeights, type TooMuch, type Weights } from './memory-budget.ts';

/** What answers weigh while they are made and taken. */
export interface AnswersInFlight {
  /** Takes room for the values that an answer could have, until it is out; or says why there is none. */
  takeRoom(context: ServerContext, values: number): GraphQLError | undefined;
  /** Why no answer is to be written now, if there is no room for its bytes. */
  bytesRefusal(request: IncomingMessage): GraphQLError | undefined;
  /** Takes room for the bytes of an answer that is written, until it is out. */
  holdBytes(request: IncomingMessage, response: ServerResponse, size: number): void;
  /** Takes room for the bytes that an answer has, until it is out; or has the caller told why there is none. */
  readonly plugin: Plugin<ServerContext, ServerContext>;
}

export interface AnswersInFlightOptions {
  readonly callerOf: (request: IncomingMessage) => string;
  readonly refuse: (reason: Refusal) => GraphQLError;
}

/**
 * Bounds memory. Values are estimated before anything is sent upstream, which bounds how many of them are made at a time;
 * how long texts are, nobody knows before. Identical reads of one caller share one answer of the upstream and get it in
 * the same moment: what each of them then is written into, is counted as it is written.
 */
export function createAnswersInFlight(
  { maxValuesInFlight, maxBytesInFlight }: Pick<OperationsConfig['overload'], 'maxValuesInFlight' | 'maxBytesInFlight'>,
  { callerOf, refuse }: AnswersInFlightOptions,
): AnswersInFlight {
  const values = createWeights(maxValuesInFlight);
  const bytes = createWeights(maxBytesInFlight);

  return {
    takeRoom({ req, res }, weight) {
      if (!req || !res) return undefined;
      const caller = callerOf(req);
      const reason = reasonOf('values', values.tooMuch(caller, weight));
      if (reason) return refuse(reason);
      hold(values, caller, weight, res);
      return undefined;
    },
    bytesRefusal(request) {
      const reason = reasonOf('bytes', bytes.tooMuch(callerOf(request), 1));
      return reason && refuse(reason);
    },
    holdBytes: (request, response, size) => hold(bytes, callerOf(request), size, response),
    plugin: {
      onResultProcess(payload) {
        const { result } = payload;
        const { req, res } = payload.serverContext;
        if (!req || !res || Array.isArray(result) || Symbol.asyncIterator in result) return;
        const caller = callerOf(req);
        // How large it will be is not known before it is written, and to write it only to throw it away would be dear:
        // the last one may go beyond the limit.
        const reason = result.data ? reasonOf('bytes', bytes.tooMuch(caller, 1)) : undefined;
        if (reason) return payload.setResult({ errors: [refuse(reason)] });
        payload.setResult({
          ...result,
          stringify(answer: ExecutionResult) {
            const text = JSON.stringify(answer);
            hold(bytes, caller, Buffer.byteLength(text), res);
            return text;
          },
        });
      },
    },
  };
}

function hold(weights: Weights, caller: string, weight: number, response: ServerResponse): void {
  if (!response.closed) response.once('close', weights.add(caller, weight));
}

function reasonOf(what: 'values' | 'bytes', tooMuch: TooMuch | undefined): Refusal | undefined {
  return tooMuch === 'caller' ? `caller-${what}` : tooMuch && what;
}
