import { callErrorsOf } from './batch-answer.ts';
import { batchCallId } from './encode-call.ts';
import { ScannedRow } from '../entities/scanned-row.ts';
import { UpstreamError } from '../errors.ts';
import type { Call, ListCall } from './call.ts';
import type { UpstreamAnswer } from './upstream-request.ts';

/** The elements of one list. */
export interface ListResult {
  readonly elements: readonly unknown[];
  /** `undefined` where the upstream sent no `meta` with a full list: lookups by id do not need it. */
  readonly hasMore: boolean | undefined;
  /** Number of all matches, if the call requested it. */
  readonly total?: number;
}

/** The result of a call: the elements of a list, or the `data` of anything else. */
export type CallResult = { readonly list: ListResult } | { readonly data: unknown };

type Json = Readonly<Record<string, unknown>>;

/** Decodes the answer to a call that was sent on its own. @throws UpstreamError `bad_response` outside the contract */
export function decodeCall(call: Call, { data, meta, envelope }: UpstreamAnswer): CallResult {
  if (call.kind !== 'list') return { data };
  // Older answers have the total beside `data` (contract §1).
  return { list: toListResult(call, data, { ...meta, total: meta['total'] ?? envelope['total'] }) };
}

/** Decodes the answer to a batch: for each call its result, or its error (contract §4). */
export function decodeBatch(calls: readonly Call[], answer: UpstreamAnswer): readonly (CallResult | UpstreamError)[] {
  const { results, meta, totals } = (answer.data ?? {}) as Readonly<Record<string, Json | undefined>>;
  const errors = callErrorsOf(answer);
  return calls.map((call, index) => {
    const id = batchCallId(index);
    const error = errors.get(id);
    if (error) return error;
    if (!results || !Object.hasOwn(results, id)) return outsideContract(call, 'no result');
    const data = results[id];
    if (call.kind !== 'list') return { data };
    const own = (meta?.[id] ?? {}) as Json;
    try {
      return { list: toListResult(call, elementsOf(call, data), { ...own, total: own['total'] ?? totals?.[id] }) };
    } catch (thrown) {
      return thrown as UpstreamError;
    }
  });
}

/** Returns the elements in the form in which their entity is decoded: rows of contacts and companies can stay text. */
function elementsOf({ entity }: ListCall, data: unknown): unknown {
  if (entity === 'contacts' || entity === 'companies' || !Array.isArray(data)) return data;
  return data.map((element: unknown) => (element instanceof ScannedRow ? element.raw : element));
}

function toListResult(call: ListCall, data: unknown, meta: Json): ListResult {
  if (!Array.isArray(data)) throw outsideContract(call, 'no list of rows');
  const elements: readonly unknown[] = data.length > call.limit ? data.slice(0, call.limit) : data;
  const total = meta['total'];
  const hasTotal = isCount(total);
  if (call.withTotal && !hasTotal && !call.whole) throw outsideContract(call, 'no total');
  if (call.withTotal && hasTotal) {
    // The upstream says `hasMore` on an exactly final page at times (contract §1): where the total is known, it wins.
    return { elements, total, hasMore: call.offset + elements.length < total };
  }
  const hasMore = meta['hasMore'];
  if (typeof hasMore === 'boolean') return { elements, hasMore: hasMore || data.length > call.limit };
  // Search is documented without `meta` (contract §2): then only a list that is not full tells that it ends.
  return { elements, hasMore: data.length < call.limit ? false : data.length > call.limit || undefined };
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function outsideContract(call: Call, what: string): UpstreamError {
  return new UpstreamError('bad_response', `The upstream's answer for ${nameOf(call)} has ${what}.`);
}

function nameOf(call: Call): string {
  return call.kind === 'list' ? call.entity : call.kind;
}
