import type { Credentials } from '../credentials.ts';
import { asObject } from '../entities/decode.ts';
import { type CallResult, decodeBatch, decodeCall, isCount } from '../wire/decode-call.ts';
import { encodeCalls, isBatch } from '../wire/encode-call.ts';
import type { Sent } from '../http/pipeline/send.ts';
import { startWave } from '../http/pipeline/trace.ts';
import type { CallOptions, Upstream } from '../http/upstream.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';
import { withRequiredScope } from './required-scope.ts';
import { type Call, ROWS_PER_INNER_PAGE } from '../wire/call.ts';
import type { OperationBudget } from './operation-budget.ts';
import type { PlannedRequest, Wave } from './pack-calls.ts';
import type { Reporter } from './report.ts';
import { maxInnerPages } from './wave-cost.ts';

/** The outcome of each call of a wave; errors are values here, since a failed call is no reason to lose the others. */
export type Outcomes = ReadonlyMap<Call, CallResult | Error>;

export interface RunOptions {
  readonly upstream: Upstream;
  readonly credentials: Credentials;
  readonly options: CallOptions;
  /** The requests that the operation may still send. Default: no limit. */
  readonly budget?: OperationBudget | undefined;
  /** Records every request, where a report is wanted. */
  readonly reporter?: Reporter | undefined;
}

/** Plans are remembered, and what is sent for their first waves with them. */
const requests = new WeakMap<PlannedRequest, UpstreamRequest>();

/** Sends all requests of a wave at once, and resolves when all are answered. Never rejects. */
export async function runWave(
  wave: Wave,
  { upstream, credentials, options, budget, reporter }: RunOptions,
): Promise<Outcomes> {
  const report = reporter?.wave();
  const traced = options.trace && startWave(options.trace, wave.length);
  const outcomes = await Promise.all(wave.map((request) => runRequest(request)));
  traced?.end();
  return new Map(outcomes.flat());

  async function runRequest(planned: PlannedRequest): Promise<readonly (readonly [Call, CallResult | Error])[]> {
    const [first, ...more] = planned;
    const calls = [first.call, ...more.map(({ call }) => call)] as const;
    const request = requests.get(planned) ?? encodeCalls(calls);
    requests.set(planned, request);
    // Retries are sent, too.
    const tries: Sent[] = [];
    let settle: ReturnType<OperationBudget['take']> | undefined;
    try {
      settle = budget?.take(maxInnerPages(planned));
    } catch (error) {
      return calls.map((call) => [call, error as Error]);
    }
    const results = await send(request, calls, report && ((how) => tries.push(how)));
    const innerPages = innerPagesTaken(calls, results);
    settle?.(innerPages);
    for (const { request: part = request, ...sent } of tries) {
      report?.(part, sent, { calls: part.batch?.ids.size ?? calls.length, innerPages });
    }
    return calls.map((call, index) => [call, withRequiredScope(results[index] as CallResult | Error, call)]);
  }

  async function send(
    request: UpstreamRequest,
    calls: readonly [Call, ...Call[]],
    observe: CallOptions['observe'],
  ): Promise<readonly (CallResult | Error)[]> {
    try {
      const answer = await upstream.request(request, credentials, { ...options, observe, trace: traced?.trace });
      return isBatch(calls) ? decodeBatch(calls, answer) : [decodeCall(calls[0], answer)];
    } catch (error) {
      return calls.map(() => error as Error);
    }
  }
}

/** The reads of 50 rows that the answers of a request took; records that are got one by one count as such reads do. */
function innerPagesTaken(calls: readonly Call[], results: readonly (CallResult | Error)[]): number {
  const gets = calls.filter(({ kind }) => kind === 'get').length;
  const others = results.filter((_result, index) => calls[index]?.kind !== 'get');
  return sum(others.map(innerPagesOf)) + Math.ceil(gets / ROWS_PER_INNER_PAGE);
}

/** The reads of 50 rows that an answer took: as many as its rows fill, and one to find that there are none. */
function innerPagesOf(result: CallResult | Error): number {
  if (result instanceof Error) return 1;
  const rows = 'list' in result ? result.list.elements.length : recordsProcessed(result.data);
  return Math.max(1, Math.ceil(rows / ROWS_PER_INNER_PAGE));
}

/** The records that an aggregate says to have loaded (contract §2, aggregate); 0 for anything else. */
function recordsProcessed(data: unknown): number {
  const count = asObject(asObject(data)?.['meta'])?.['recordsProcessed'];
  return isCount(count) ? count : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
