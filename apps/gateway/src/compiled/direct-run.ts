import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Context, type KnownOperation, type RunResult, runOperation } from '@contacts/schema';
import type { GraphQLError } from 'graphql';
import type { RequestContext } from '../endpoint/graphql-endpoint.ts';
import { completeErrors, executionErrors } from '../error-plugins.ts';
import type { RequestLimits } from '../limits/limits-config.ts';
import { variablesRefusal } from '../limits/variable-limits.ts';
import type { AnswersInFlight } from '../load/answers-in-flight.ts';
import type { OperationRecord } from '../observe/operation-record.ts';
import { type PlanLimits, refusalOf } from '../plan-plugin.ts';
import type { CompiledOperations } from './compiled-operations.ts';
import { costsOf } from './costs.ts';

export interface DirectRunOptions {
  readonly operations: CompiledOperations;
  readonly limits: RequestLimits;
  readonly planLimits: PlanLimits;
  readonly answers: Pick<AnswersInFlight, 'takeRoom' | 'bytesRefusal' | 'holdBytes'>;
  readonly recordOf: (request: IncomingMessage) => OperationRecord | undefined;
  /** Makes the context of one operation. */
  readonly contextOf: (request: IncomingMessage, response: ServerResponse, context: RequestContext) => Context;
  /** Turns an error of the execution into the one that the caller sees. */
  readonly maskError: (error: GraphQLError) => GraphQLError;
}

/** Answers a request, or returns false for one that Yoga has to answer; nothing was sent upstream for it then. */
export type DirectRun = (request: IncomingMessage, response: ServerResponse, context: RequestContext) => boolean;

/**
 * Answers operations that are known, whose compiled form writes the answer's text. Whatever there is to refuse, explain
 * or report is left to Yoga, whose plugins do so.
 */
export function createDirectRun(options: DirectRunOptions): DirectRun {
  const { operations, limits, planLimits, answers, recordOf, contextOf, maskError } = options;

  return (request, response, requestContext) => {
    if (request.headers['x-upstream-report'] !== undefined) return false;
    const { parameters } = requestContext;
    const known = operations.find(parameters);
    const raw = parameters.variables ?? {};
    if (!known || variablesRefusal(raw, limits)) return false;
    const bound = known.bind(raw);
    if (!bound) return false;
    const context = contextOf(request, response, requestContext);
    const { values, plan } = costsOf(known, bound, context);
    if (values > limits.maxResultValues || refusalOf(plan, planLimits)) return false;

    recordOf(request)?.sawDocument(known.document, known.operationName);
    const refusal = answers.takeRoom({ req: request, res: response }, values);
    if (refusal) {
      refuse(request, response, refusal);
      return true;
    }
    void runOperation(bound.compiled, context, bound.variables).then((result) =>
      answer(request, response, known, result),
    );
    return true;
  };

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    known: KnownOperation,
    { data, errors }: RunResult,
  ): void {
    // Its caller has left.
    if (response.closed) return;
    const refusal = answers.bytesRefusal(request);
    if (refusal) return refuse(request, response, refusal);
    const shown = shownErrors(known, errors);
    if (shown.length > 0) recordOf(request)?.sawErrors(shown);
    send(request, response, bodyOf(data, shown), { status: 200, headers: {} });
  }

  function shownErrors({ document }: KnownOperation, errors: readonly GraphQLError[]): readonly GraphQLError[] {
    if (errors.length === 0) return errors;
    return completeErrors(executionErrors(document, errors).map(maskError), false);
  }

  /** Says that there is no room for an answer. */
  function refuse(request: IncomingMessage, response: ServerResponse, refusal: GraphQLError): void {
    recordOf(request)?.sawErrors([refusal]);
    send(request, response, refusedBody(refusal), statusOf(refusal));
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
    { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  ): void {
    const size = Buffer.byteLength(body);
    answers.holdBytes(request, response, size);
    response.writeHead(status, {
      'content-type': `${request.headers.accept}; charset=utf-8`,
      'content-length': size,
      ...headers,
    });
    response.end(body);
  }
}

function bodyOf(data: string, errors: readonly GraphQLError[]): string {
  return errors.length === 0 ? `{"data":${data}}` : `{"errors":${JSON.stringify(errors)},"data":${data}}`;
}

function statusOf({ extensions: { http } }: GraphQLError) {
  return http as { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

function refusedBody({ message, extensions: { http: _http, ...extensions } }: GraphQLError): string {
  return JSON.stringify({ errors: [{ message, extensions }] });
}
