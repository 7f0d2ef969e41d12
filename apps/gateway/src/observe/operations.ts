import type { IncomingMessage, RequestListener } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from '../http/server-context.ts';
import { createAttached } from '../http/attached.ts';
import { onceClosed } from '../http/once-closed.ts';
import { nameRequest } from '../http/response-headers.ts';
import { OperationRecord, type OperationSummary } from './operation-record.ts';

/** Keeps the record of each operation from the first byte of its request to the last of its response. */
export interface Operations {
  /** Wraps a listener, and records its requests. */
  watch(listener: RequestListener): RequestListener;
  /** Returns the record of a request in flight. */
  of(request: IncomingMessage): OperationRecord | undefined;
  /** Yoga plugin that adds the parsed operation to the record. */
  readonly plugin: Plugin<ServerContext, ServerContext>;
}

/** @param onEnd called with each record when the response is sent or the client has disconnected */
export function createOperations(onEnd: (summary: OperationSummary) => void): Operations {
  const records = createAttached<OperationRecord>('operation record');
  const recordOf = ({ req }: ServerContext): OperationRecord | undefined => req && records.of(req);

  return {
    watch: (listener) => (request, response) => {
      const record = new OperationRecord(request);
      records.attach(request, record);
      nameRequest(response, record.requestId);
      onceClosed(response, () => {
        const { statusCode, headersSent, writableFinished: sent } = response;
        // If no byte was sent, Node's default status 200 was none.
        const status = headersSent || statusCode !== 200 ? statusCode : undefined;
        if (!sent || record.isOperation(status)) onEnd(record.end({ status, sent }));
      });
      return listener(request, response);
    },
    of: records.of,
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
