import type { IncomingMessage } from 'node:http';
import type { OperationTrace } from '@contacts/core';
import { isSpanContextValid, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type DocumentNode, getOperationAST } from 'graphql';
import { requestIdOf } from '../http/request-id.ts';
import { traceContextOf } from './trace-context.ts';

/** What is said of an operation when it is over: in the log, in metrics, in its span. No values, nothing of its caller. */
export interface OperationSummary {
  readonly requestId: string;
  readonly traceId?: string | undefined;
  /** As the caller wrote it; a GraphQL name, cut to 100 characters. */
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
  readonly durationMs: number;
  /** How many requests it sent upstream, retries included; those that it shared with another are that one's. */
  readonly upstreamRequests: number;
  /** `ok`, or the code of the first error; of a request that got neither data nor an error's code, `HTTP_` and its status. */
  readonly outcome: string;
  /** The codes of all errors, each once. */
  readonly errorCodes: readonly string[];
  readonly errorIds: readonly string[];
  /** Of the answer, if any of it was sent. */
  readonly status?: number | undefined;
}

interface SeenError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const MAX_NAME_LENGTH = 100;

/** Gathers what is known of an operation while it goes through the gateway. */
export class OperationRecord {
  readonly requestId: string;
  /** For the operation's upstream requests. */
  readonly trace: OperationTrace;
  readonly #span: Span;
  readonly #startedAt = performance.now();
  #upstreamRequests = 0;
  #document: DocumentNode | undefined;
  #operationName: string | undefined;
  readonly #errorCodes = new Set<string>();
  readonly #errorIds: string[] = [];

  constructor({ headers, method = '' }: IncomingMessage) {
    this.requestId = requestIdOf(headers['x-request-id']);
    const parent = traceContextOf(headers);
    // Does nothing, at next to no cost, while no SDK is registered.
    this.#span = trace
      .getTracer('@contacts/gateway')
      .startSpan(
        'GraphQL Operation',
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': '/graphql' } },
        parent,
      );
    this.trace = {
      context: trace.setSpan(parent, this.#span),
      requestId: this.requestId,
      onSend: () => (this.#upstreamRequests += 1),
    };
  }

  /** The parsed document, and which operation of it the caller named. */
  sawDocument(document: DocumentNode, operationName: string | null | undefined): void {
    this.#document = document;
    this.#operationName = operationName ?? undefined;
  }

  sawErrors(errors: readonly SeenError[]): void {
    for (const { extensions } of errors) {
      const { code, errorId } = extensions ?? {};
      this.#errorCodes.add(typeof code === 'string' ? code : 'UNKNOWN');
      if (typeof errorId === 'string') this.#errorIds.push(errorId);
    }
  }

  /** Whether there is anything to tell: GraphiQL's page is no operation. */
  isOperation(status = 0): boolean {
    return this.#document !== undefined || this.#errorCodes.size > 0 || status >= 400;
  }

  /** Ends the operation. */
  end({ status, sent }: { readonly status?: number | undefined; readonly sent: boolean }): OperationSummary {
    const operation = this.#document && getOperationAST(this.#document, this.#operationName);
    // Whoever was too slow did not leave.
    if (!sent && status !== 408) this.#errorCodes.add('CANCELLED');
    const [firstCode = status !== undefined && status >= 400 ? `HTTP_${status}` : 'ok'] = this.#errorCodes;
    const context = this.#span.spanContext();
    const summary = {
      requestId: this.requestId,
      traceId: isSpanContextValid(context) ? context.traceId : undefined,
      operationName: operation?.name?.value.slice(0, MAX_NAME_LENGTH),
      operationType: operation?.operation,
      durationMs: performance.now() - this.#startedAt,
      upstreamRequests: this.#upstreamRequests,
      outcome: firstCode,
      errorCodes: [...this.#errorCodes],
      errorIds: this.#errorIds,
      status,
    };
    this.#endSpan(summary);
    return summary;
  }

  /** By the semantic conventions for GraphQL servers: named by type, since a caller may choose any name. */
  #endSpan({ operationName, operationType, status, outcome, upstreamRequests }: OperationSummary): void {
    const span = this.#span;
    if (operationType !== undefined) {
      span.updateName(operationType);
      span.setAttribute('graphql.operation.type', operationType);
    }
    if (operationName !== undefined) span.setAttribute('graphql.operation.name', operationName);
    if (status !== undefined) span.setAttribute('http.response.status_code', status);
    span.setAttribute('contacts.upstream.requests', upstreamRequests);
    if (outcome !== 'ok') {
      span.setAttribute('error.type', outcome);
      // What the caller did wrong is no error of the server (semantic conventions for HTTP).
      if (status === undefined || status >= 500 || status === 200) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}
