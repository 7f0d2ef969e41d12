import type { IncomingMessage } from 'node:http';
import type { OperationTrace } from '@contacts/core';
import {
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type DocumentNode, getOperationAST } from 'graphql';
import { requestIdOf } from '../http/request-id.ts';
import { traceContextOf } from './trace-context.ts';

/** The record of a finished operation, for log, metrics and span: no values, and nothing of its caller. */
export interface OperationSummary {
  readonly requestId: string;
  readonly traceId?: string | undefined;
  /** Name in the document; a GraphQL name, cut to 100 characters. */
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
  readonly durationMs: number;
  /** Number of upstream requests, retries included; shared ones count for the operation that sent them. */
  readonly upstreamRequests: number;
  /** `ok`, or the code of the first error; `HTTP_` and the status for a request with neither data nor an error's code. */
  readonly outcome: string;
  /** Codes of all errors, without duplicates. */
  readonly errorCodes: readonly string[];
  readonly errorIds: readonly string[];
  /** Status of the response, if any of it was sent. */
  readonly status?: number | undefined;
}

interface SeenError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const MAX_NAME_LENGTH = 100;

/** Collects the record of an operation while it is handled. */
export class OperationRecord {
  readonly requestId: string;
  /** Observer of the operation's upstream requests. */
  readonly trace: OperationTrace;
  readonly #span: Span;
  readonly #startedAt = performance.now();
  #upstreamRequests = 0;
  #document: DocumentNode | undefined;
  #operationName: string | undefined;
  #errorCodes: readonly string[] = [];
  #errorIds: string[] | undefined;

  constructor({ headers, method = '' }: IncomingMessage) {
    this.requestId = requestIdOf(headers['x-request-id']);
    const parent = traceContextOf(headers);
    // Without a registered SDK, this does nothing at next to no cost.
    this.#span = trace
      .getTracer('@contacts/gateway')
      .startSpan(
        'GraphQL Operation',
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': '/graphql' } },
        parent,
      );
    this.trace = {
      // A span that nothing records adds nothing to the context of its parent.
      context: this.#span.spanContext() === INVALID_SPAN_CONTEXT ? parent : trace.setSpan(parent, this.#span),
      requestId: this.requestId,
      onSend: () => (this.#upstreamRequests += 1),
    };
  }

  /** Sets the parsed document, and the name of the operation to run. */
  sawDocument(document: DocumentNode, operationName: string | null | undefined): void {
    this.#document = document;
    this.#operationName = operationName ?? undefined;
  }

  sawErrors(errors: readonly SeenError[]): void {
    for (const { extensions } of errors) {
      const { code, errorId } = extensions ?? {};
      this.#addCode(typeof code === 'string' ? code : 'UNKNOWN');
      if (typeof errorId === 'string') (this.#errorIds ??= []).push(errorId);
    }
  }

  /** True if there is an operation to record: GraphiQL's page is none. */
  isOperation(status = 0): boolean {
    return this.#document !== undefined || this.#errorCodes.length > 0 || status >= 400;
  }

  /** Ends the operation. */
  end({ status, sent }: { readonly status?: number | undefined; readonly sent: boolean }): OperationSummary {
    const operation = this.#document && getOperationAST(this.#document, this.#operationName);
    // A client that was too slow was disconnected; it did not leave.
    if (!sent && status !== 408) this.#addCode('CANCELLED');
    const [firstCode = status !== undefined && status >= 400 ? `HTTP_${status}` : 'ok'] = this.#errorCodes;
    const summary = {
      requestId: this.requestId,
      traceId: this.#traceId(),
      operationName: operation?.name?.value.slice(0, MAX_NAME_LENGTH),
      operationType: operation?.operation,
      durationMs: performance.now() - this.#startedAt,
      upstreamRequests: this.#upstreamRequests,
      outcome: firstCode,
      errorCodes: this.#errorCodes,
      errorIds: this.#errorIds ?? [],
      status,
    };
    if (this.#span.isRecording()) this.#endSpan(summary);
    return summary;
  }

  /** Adds a code, without duplicates. */
  #addCode(code: string): void {
    if (!this.#errorCodes.includes(code)) this.#errorCodes = [...this.#errorCodes, code];
  }

  #traceId(): string | undefined {
    const context = this.#span.spanContext();
    // Compared first: a context is validated by regular expressions.
    return context !== INVALID_SPAN_CONTEXT && isSpanContextValid(context) ? context.traceId : undefined;
  }

  /** Names the span by the type, as the semantic conventions for GraphQL servers ask: callers may choose any name. */
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
      // An error of the caller is no error of the server (semantic conventions for HTTP).
      if (status === undefined || status >= 500 || status === 200) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}
