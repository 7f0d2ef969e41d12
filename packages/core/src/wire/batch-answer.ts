import { asObject } from '../entities/decode.ts';
import { errorOfCode } from './error-codes.ts';
import { UpstreamError } from '../errors.ts';
import { codeOf, retryAfterMsOf } from './sanitize.ts';
import type { UpstreamAnswer } from './upstream-request.ts';

type Json = Readonly<Record<string, unknown>>;

const parts = ['results', 'totals', 'meta'] as const;

/** Returns the errors of a batch's calls by their ids; empty where all calls succeeded (contract §4). */
export function callErrorsOf({ data }: UpstreamAnswer): ReadonlyMap<string, UpstreamError> {
  // Without errors it can be an empty list, too (contract §4).
  const errors = asObject(asObject(data)?.['errors']) ?? {};
  return new Map(Object.entries(errors).map(([id, error]) => [id, toError(asObject(error) ?? {})]));
}

/**
 * Merges the answer to a batch with that of a retry of some of its calls.
 * @param ids the retried calls: `again` has their results
 */
export function mergeBatchAnswers(
  first: UpstreamAnswer,
  again: UpstreamAnswer,
  ids: ReadonlySet<string>,
): UpstreamAnswer {
  const [before, after] = [asObject(first.data) ?? {}, asObject(again.data) ?? {}];
  const kept = Object.entries(asObject(before['errors']) ?? {}).filter(([id]) => !ids.has(id));
  const errors = { ...Object.fromEntries(kept), ...asObject(after['errors']) };
  const merged = parts.map((part) => [part, { ...asObject(before[part]), ...asObject(after[part]) }] as const);
  return { ...first, data: { ...before, ...Object.fromEntries(merged), errors } };
}

function toError({ code: given, retryAfter }: Json): UpstreamError {
  const code = codeOf(given);
  if (code !== undefined) return errorOfCode(code, 'POST /v1/batch', retryAfterMsOf(retryAfter, undefined));
  return new UpstreamError('bad_response', 'POST /v1/batch: the upstream sent an error without a code.');
}
