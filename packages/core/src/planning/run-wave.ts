import type { Credentials } from '../credentials.ts';
import { asObject } from '../entities/decode.ts';
import { type CallResult, decodeBatch, decodeCall, isCount } from '../wire/decode-call.ts';
import { encodeCalls } from '../wire/encode-call.ts';
import type { Sent } from '../http/pipeline/send.ts';
import { startWave } from '../http/pipeline/trace.ts';
import type { CallOptions, Upstream } from '../http/upstream.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../wire/upstream-request.ts';
import { withRequiredScope } from './required-scope.ts';
import { type Call, ROWS_PER_INNER_PAGE } from '../wire/call.ts';
import type { OperationBudget } from './operation-budget.ts';
import type { PlannedRequest, Wave } from './pack-calls.ts';
import type { Reporter } from './report.ts';
import { maxInnerPages } from './wave-cost.ts';

/** The outcome of a call; errors are values here, since a failed call is no reason to lose the others. */
export type Outcome = CallResult | Error;

/** The outcomes of the calls of a wave, by request. */
export type Outcomes = readonly (readonly Outcome[])[];

export interface RunOptions {
  readonly upstream: Upstream;
  readonly credentials: Credentials;
  readonly options: CallOptions;
  /** The requests that the operation may still send. Default: no limit. */
  readonly budget?: OperationBudget | undefined;
  /** Records every request, where a report is wanted. */
  readonly reporter?: Reporter | undefined;
  readonly waits?: Waits | undefined;
}

/** Observes when an operation waits for the upstream: between the call of either for each of its requests. */
export interface Waits {
  onCall(): void;
  onReturn(): void;
}

/** Returns the requests of a wave. */
export function encodeWave(wave: Wave): readonly UpstreamRequest[] {
  return wave.map((planned) => encodeCalls(planned.map(({ call }) => call)));
}

/**
 * Sends all requests of a wave at once, and resolves when all are answered. Never rejects.
 * @param requests of {@link encodeWave}
 */
export function runWave(wave: Wave, requests: readonly UpstreamRequest[], run: RunOptions): Promise<Outcomes> {
  const { options, reporter } = run;
  const report = reporter?.wave();
  const traced = options.trace && startWave(options.trace, wave.length);
  const ofWave = traced ? { ...run, options: { ...options, trace: traced.trace } } : run;
  const outcomes = Promise.all(
    wave.map((planned, index) => runRequest(planned, requests[index] as UpstreamRequest, ofWave, report)),
  );
  return traced ? outcomes.finally(() => traced.end()) : outcomes;
}

// oxlint-disable-next-line max-params
async function runRequest(
  planned: PlannedRequest,
  request: UpstreamRequest,
  { upstream, credentials, options, budget, waits }: RunOptions,
  report: ReturnType<Reporter['wave']> | undefined,
): Promise<readonly Outcome[]> {
  // Retries are sent, too.
  const tries: Sent[] | undefined = report && [];
  let settle: ReturnType<OperationBudget['take']> | undefined;
  let outcomes: readonly Outcome[];
  waits?.onCall();
  try {
    settle = budget?.take(maxInnerPages(planned));
    const observed = tries ? { ...options, observe: (how: Sent) => void tries.push(how) } : options;
    outcomes = outcomesOf(planned, request, await upstream.request(request, credentials, observed));
  } catch (error) {
    outcomes = planned.map(({ call }) => withRequiredScope(error as Error, call));
  }
  waits?.onReturn();
  if (!settle && !tries) return outcomes;
  const innerPages = innerPagesTaken(planned, outcomes);
  settle?.(innerPages);
  for (const { request: part = request, ...sent } of tries ?? []) {
    report?.(part, sent, { calls: part.batch?.ids.size ?? planned.length, innerPages });
  }
  return outcomes;
}

function outcomesOf(planned: PlannedRequest, { batch }: UpstreamRequest, answer: UpstreamAnswer): readonly Outcome[] {
  const [{ call }] = planned;
  if (!batch) return [decodeCall(call, answer)];
  const calls = planned.map((each) => each.call);
  return decodeBatch(calls, answer).map((result, index) => withRequiredScope(result, calls[index] as Call));
}

/** The reads of 50 rows that the answers of a request took; records that are got one by one count as such reads do. */
function innerPagesTaken(planned: PlannedRequest, outcomes: readonly Outcome[]): number {
  let [pages, gets] = [0, 0];
  for (const [index, { call }] of planned.entries()) {
    if (call.kind === 'get') gets += 1;
    else pages += innerPagesOf(outcomes[index] as Outcome);
  }
  return pages + Math.ceil(gets / ROWS_PER_INNER_PAGE);
}

/** The reads of 50 rows that an answer took: as many as its rows fill, and one to find that there are none. */
function innerPagesOf(result: Outcome): number {
  if (result instanceof Error) return 1;
  const rows = 'list' in result ? result.list.elements.length : recordsProcessed(result.data);
  return Math.max(1, Math.ceil(rows / ROWS_PER_INNER_PAGE));
}

/** The records that an aggregate says to have loaded (contract §2, aggregate); 0 for anything else. */
function recordsProcessed(data: unknown): number {
  const count = asObject(asObject(data)?.['meta'])?.['recordsProcessed'];
  return isCount(count) ? count : 0;
}
