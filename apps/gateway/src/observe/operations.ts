import type { IncomingMessage, RequestListener } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../http/server-context.ts';
import { nameRequest } from '../http/response-headers.ts';
import { OperationRecord, type OperationSummary } from './operation-record.ts';

/** Keeps the record of each operation from the first byte of its request to the last of its answer. */
export interface Operations {
  /** Watches the requests that a listener answers. */
  watch(listener: RequestListener): RequestListener;
  /** The record of a request that is being answered. */
  of(request: IncomingMessage): OperationRecord | undefined;
  /** Tells the records what Yoga learns of their operations. */
  readonly plugin: Plugin<ServerContext, ServerContext>;
}

/** @param onEnd told of each operation when its answer is out, or its caller gone */
export function createOperations(onEnd: (summary: OperationSummary) => void): Operations {
  const records = new WeakMap<IncomingMessage, OperationRecord>();
  const recordOf = ({ req }: ServerContext): OperationRecord | undefined => req && records.get(req);

  return {
    watch: (listener) => (request, response) => {
      const record = new OperationRecord(request);
      records.set(request, record);
      nameRequest(response, record.requestId);
      response.once('close', () => {
        const { statusCode, headersSent, writableFinished: sent } = response;
        // Without a word of an answer, Node's 200 is none.
        const status = headersSent || statusCode !== 200 ? statusCode : undefined;
        if (!sent || record.isOperation(status)) onEnd(record.end({ status, sent }));
      });
      return listener(request, response);
    },
    of: (request) => records.get(request),
    plugin: {
      onParse: ({ context }) => {
        return ({ result }) => {
          if (result !== null && !(result instanceof Error)) {
            recordOf(context)?.sawDocument(result, context.params.operationName);
          }
        };
      },
      onResultProcess: ({ result, serverContext }) => {
        if (Array.isArray(result) || Symbol.asyncIterator in result) return;
        recordOf(serverContext)?.sawErrors(result.errors ?? []);
      },
    },
  };
}
