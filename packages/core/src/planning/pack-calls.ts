import { type Call, isBatchable } from '../wire/call.ts';
import type { PlannedRead } from './reads.ts';

/** A call and the reads that its answer serves. */
export interface PlannedCall {
  readonly call: Call;
  readonly reads: readonly PlannedRead[];
  /** Maximum number of such calls, if their records are not known yet. Default: 1. */
  readonly times?: number;
}

/**
 * The content of one HTTP request: a call on its own, or several as one `POST /v1/batch`. Calls whose records are not
 * known yet can be those of several requests.
 */
export type PlannedRequest = readonly [PlannedCall, ...PlannedCall[]];

/** Requests that are sent at the same time. */
export type Wave = readonly PlannedRequest[];

/** Maximum number of calls in a batch (contract §4). */
export const MAX_CALLS_PER_BATCH = 50;

/** Returns the smallest number of requests for calls: all calls that a batch can hold are sent in batches. */
export function packCalls(calls: readonly PlannedCall[]): Wave {
  const [only] = calls;
  if (only && calls.length === 1 && only.times === undefined) return [[only]];
  const batchable = calls.filter(({ call }) => isBatchable(call));
  const alone = calls.filter(({ call }) => !isBatchable(call)).map((planned): PlannedRequest => [planned]);
  // Companies come along with a list only where it travels alone; in a batch they are read by id, as part of it.
  const fit = countOf(batchable) === 1 ? batchable : batchable.map(withoutInclude);
  return [...batchesOf(fit), ...alone];
}

/** Returns the number of calls. */
export function countOf(calls: readonly PlannedCall[]): number {
  return calls.reduce((total, { times = 1 }) => total + times, 0);
}

/** Returns the number of calls for a read of records that are not known yet, one for each. */
export function timesOf(read: PlannedRead | undefined): { readonly times?: number } {
  return read?.times === undefined ? {} : { times: read.times };
}

function batchesOf(calls: readonly PlannedCall[]): readonly PlannedRequest[] {
  const batches: PlannedCall[][] = [];
  let open: PlannedCall[] = [];
  let room = MAX_CALLS_PER_BATCH;
  for (const planned of calls) {
    let { times: left = 1 } = planned;
    while (left > 0) {
      if (open.length === 0) batches.push(open);
      // Batches that are full of the same calls stand together as one entry.
      const full = left - (left % MAX_CALLS_PER_BATCH);
      const here = open.length === 0 && full > 0 ? full : Math.min(left, room);
      open.push(here === 1 && left === 1 && planned.times === undefined ? planned : { ...planned, times: here });
      left -= here;
      room -= Math.min(here, room);
      if (room === 0) [open, room] = [[], MAX_CALLS_PER_BATCH];
    }
  }
  return batches as unknown as readonly PlannedRequest[];
}

function withoutInclude(planned: PlannedCall): PlannedCall {
  const { call } = planned;
  return call.kind === 'list' ? { ...planned, call: { ...call, includeCompany: false } } : planned;
}
