import { UpstreamError } from '../errors.ts';

/** Records of one answer, some of which may be unusable. */
export interface UsableRecords<T> {
  readonly records: readonly T[];
  /** The first of the unusable ones, as the error that reading it threw. */
  readonly error: UpstreamError | undefined;
}

/**
 * Takes each element of an answer on its own, so that one of unknown form takes no other with it. An unusable element
 * may be any of the records that are missing: what is looked up and not found among the sound ones is then this error
 * (see {@link foundOr}), not a record that does not exist.
 */
export function usableRecords<T>(elements: readonly unknown[], take: (element: unknown) => T): UsableRecords<T> {
  const records: T[] = [];
  let unusable: UpstreamError | undefined;
  for (const element of elements) {
    try {
      records.push(take(element));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      unusable ??= error;
    }
  }
  return { records, error: unusable };
}

/** Returns what was found, or throws the error of an element that may have been it; `none` if there is no such element. */
export function foundOr<T, N>(found: T | undefined, error: UpstreamError | undefined, none: N): T | N {
  if (found !== undefined) return found;
  if (error) throw error;
  return none;
}
