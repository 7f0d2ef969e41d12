import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ByteText, type CancelSignal, type Credentials, type OperationOptions, toByteText } from '@contacts/core';
import { type Context, type KnownOperation, type RunResult, runOperation } from '@contacts/schema';
import type { DocumentNode, GraphQLError } from 'graphql';
import type { RequestContext } from '../endpoint/graphql-endpoint.ts';
import { completeErrors, executionErrors } from '../error-plugins.ts';
import { createEndTogether } from '../../http/end-together.ts';
import type { RequestLimits } from '../../config/limits-config.ts';
import { variablesError } from '../limits/variable-limits.ts';
import type { ResponseBudget } from '../../load/response-budget.ts';
import type { OperationRecord } from '../../observe/operation-record.ts';
import { type CostLimits, costError } from '../plan-plugin.ts';
import type { OperationSignal } from '../operation-signals.ts';
import { priorityOf } from '../priority.ts';
import { saidOnce } from '../repeated-errors.ts';
import type { CompiledOperations } from './compiled-operations.ts';
import { isUnchanged, mayBeKept, validatorsOf } from '../caching/conditional.ts';
import { createRecall } from '../caching/recall.ts';
import type { ReadContacts } from '../caching/watch-contacts.ts';
import type { ResponseCache } from '@contacts/shared-state';
import { costsOf } from './costs.ts';
import { createSharedRuns, type SharedRun, type WrittenAnswer } from './shared-runs.ts';

export interface DirectRunOptions {
  readonly operations: CompiledOperations;
  readonly limits: RequestLimits;
  readonly costLimits: CostLimits;
  readonly answers: Pick<ResponseBudget, 'reserveValues' | 'bytesError' | 'reserveBytes'>;
  readonly recordOf: (request: IncomingMessage) => OperationRecord | undefined;
  /** Makes the context of one operation, which ends with the signal. */
  readonly contextOf: (
    request: IncomingMessage,
    credentials: Credentials,
    operation: Pick<OperationOptions, 'signal' | 'deadlineAt' | 'priority'>,
    read?: ReadContacts,
  ) => Context;
  /** The responses that are cached. */
  readonly cache?: ResponseCache | undefined;
  /** The signal that ends what is done for an answer. */
  readonly signalOf: (response: ServerResponse) => OperationSignal;
  /** Turns an error of the execution into the one that the caller sees. */
  readonly maskError: (error: GraphQLError) => GraphQLError;
}

/** A request with a finished run. */
interface Answered {
  readonly known: KnownOperation;
  readonly run: SharedRun;
  readonly parameters: RequestContext['parameters'];
}

/** Responds to a request, or returns undefined without any upstream call if Yoga has to respond. */
export type DirectRun = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => Promise<void> | undefined;

/** Maximum size of a body that is written as text: with the head, it is one chunk for the socket. */
const MAX_TEXT_BYTES = 16_384;

/**
 * Runs known operations, whose compiled form writes the text of the response. Operations with an error or a report are left
 * to Yoga and its plugins.
 */
export function createDirectRun(options: DirectRunOptions): DirectRun {
  const { operations, limits, costLimits, answers, recordOf, contextOf, signalOf, maskError, cache } = options;
  const runs = createSharedRuns();
  const end = createEndTogether();
  const recall = createRecall(cache, (parameters) => operations.textOf(parameters));

  return (request, response, requestContext) => {
    if (request.headers['x-upstream-report'] !== undefined) return undefined;
    const { credentials, parameters } = requestContext;
    const known = operations.find(parameters);
    const raw = parameters.variables ?? {};
    if (!known || variablesError(raw, limits)) return undefined;
    const bound = known.bind(raw);
    if (!bound?.compiled.isComplete) return undefined;
    const signal = signalOf(response);
    const deadlineAt = signal.endsAt;
    const priority = priorityOf(request.headers['priority'] as string | undefined);
    const identity = { credentials, priority, bound };
    const joined = runs.find(identity);
    // Concurrent identical operations are planned once.
    const costs =
      joined?.costs ?? costsOf(bound, () => contextOf(request, credentials, { signal, deadlineAt, priority }));
    if (costError(costs, costLimits)) return undefined;

    recordOf(request)?.sawDocument(known.document, known.operationName);
    const refusal = answers.reserveValues({ req: request, res: response }, costs.values);
    if (refusal) {
      refuse(request, response, refusal);
      return Promise.resolve();
    }
    const begin = (until: CancelSignal): Promise<SharedRun> =>
      recall(requestContext, until, (read) => {
        const context = contextOf(request, credentials, { signal: until, deadlineAt, priority }, read);
        context.caller.follow(costs.plan);
        return runOperation(bound.compiled, context, bound.variables);
      });
    const ended = joined ? joined.join(signal, begin) : runs.begin(identity, costs, begin).wait(signal);
    return ended.then((run) => answer(request, response, { known, run, parameters }));
  };

  function answer(request: IncomingMessage, response: ServerResponse, { known, run, parameters }: Answered): void {
    // Its caller has left.
    if (response.closed) return;
    const refusal = answers.bytesError(request);
    if (refusal) return refuse(request, response, refusal);
    const answered = writtenOf(known, run);
    if (answered.errors.length > 0) recordOf(request)?.sawErrors(answered.errors);
    const { keptUntil = 0 } = run;
    const remainingMs = keptUntil > 0 && mayBeKept(request, parameters) ? keptUntil - performance.now() : 0;
    if (remainingMs <= 0) return send(request, response, answered, { status: 200 });
    const validators = validatorsOf(answered.body, remainingMs, response);
    if (!isUnchanged(request, validators)) {
      return send(request, response, answered, { status: 200, headers: validators });
    }
    response.writeHead(304, { ...validators });
    response.end();
  }

  /** The answer, which all who share a run share. */
  function writtenOf({ document }: KnownOperation, run: SharedRun): WrittenAnswer {
    return (run.written ??= written(document, run));
  }

  function written(document: DocumentNode, { data, errors: raw }: RunResult): WrittenAnswer {
    const errors =
      raw.length === 0 ? [] : saidOnce(completeErrors(executionErrors(document, raw).map(maskError), false));
    const text = bodyOf(data, errors);
    const body = text.length > MAX_TEXT_BYTES ? Buffer.from(text, 'latin1') : text;
    return { errors, body, size: text.length };
  }

  /** Sends the error of an exceeded memory budget. */
  function refuse(request: IncomingMessage, response: ServerResponse, refusal: GraphQLError): void {
    recordOf(request)?.sawErrors([refusal]);
    const body = toByteText(refusedBody(refusal));
    send(request, response, { body, size: body.length }, statusOf(refusal));
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    { body, size }: Pick<WrittenAnswer, 'body' | 'size'>,
    { status, headers }: { readonly status: number; readonly headers?: object },
  ): void {
    answers.reserveBytes(request, response, size);
    response.writeHead(status, {
      'content-type': `${request.headers.accept}; charset=utf-8`,
      'content-length': size,
      ...headers,
    });
    end(response, body);
  }
}

function bodyOf(data: ByteText, errors: readonly GraphQLError[]): ByteText {
  return errors.length === 0 ? `{"data":${data}}` : `{"errors":${toByteText(JSON.stringify(errors))},"data":${data}}`;
}

function statusOf({ extensions: { http } }: GraphQLError) {
  return http as { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

function refusedBody({ message, extensions: { http: _http, ...extensions } }: GraphQLError): string {
  return JSON.stringify({ errors: [{ message, extensions }] });
}
