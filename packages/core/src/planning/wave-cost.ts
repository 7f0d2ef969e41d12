import { endpointOf, innerPagesOf, isBatchable, ROWS_PER_INNER_PAGE } from '../wire/call.ts';
import { countOf, MAX_CALLS_PER_BATCH, type PlannedCall, type PlannedRequest, type Wave } from './pack-calls.ts';
import type { PlannedRead } from './reads.ts';

/** The cost of requests that are sent at the same time. */
export interface WaveCost {
  readonly requests: number;
  /** Reads of 50 rows that the upstream makes for them at most. */
  readonly innerPages: number;
  readonly calls: readonly CallCost[];
}

interface CallCost {
  readonly endpoint: string;
  readonly calls: number;
  readonly innerPages: number;
}

/** Returns the cost of a wave, in all and by endpoint. */
export function costOfWave(wave: Wave): WaveCost {
  const byEndpoint = Map.groupBy(wave.flat(), labelOf);
  return {
    requests: sum(wave.map(requestsOf)),
    innerPages: sum(wave.map(maxInnerPages)),
    calls: [...byEndpoint].map(([endpoint, calls]) => ({
      endpoint,
      calls: countOf(calls),
      innerPages: maxInnerPages(calls),
    })),
  };
}

/**
 * Returns the most reads of 50 rows that the calls of a request take. Records that are got one by one count as many as
 * the lists of them would take.
 */
export function maxInnerPages(calls: readonly PlannedCall[]): number {
  let [pages, gets] = [0, 0];
  for (const { call, times = 1 } of calls) {
    if (call.kind === 'get') gets += times;
    else pages += times * innerPagesOf(call);
  }
  return pages + Math.ceil(gets / ROWS_PER_INNER_PAGE);
}

/** The number of HTTP requests: more than one only where the records of the calls are not known yet. */
function requestsOf(request: PlannedRequest): number {
  const [{ call }] = request;
  return isBatchable(call) ? Math.ceil(countOf(request) / MAX_CALLS_PER_BATCH) : countOf(request);
}

/** Distinguishes calls of one endpoint that differ in their purpose. */
const purposes: Partial<Record<PlannedRead['kind'], string>> = {
  records: 'by id',
  users: 'all',
  count: 'total',
};

function labelOf({ call, reads: [read] }: PlannedCall): string {
  const purpose = call.kind === 'list' && read ? purposes[read.kind] : undefined;
  return purpose === undefined ? endpointOf(call) : `${endpointOf(call)} (${purpose})`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
