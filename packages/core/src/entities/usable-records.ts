import { UpstreamError } from '../errors.ts';

/** Records of one answer, some of which may be unusable. */
export interface UsableRecords<T> {
  readonly records: readonly T[];
  /** The error of the first unusable element. */
  readonly error: UpstreamError | undefined;
}

/**
 * Decodes each element of an answer on its own, so that an unusable one fails no other. An unusable element may be any of
 * the missing records: a lookup that finds nothing then throws its error (see {@link foundOr}).
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

/** Returns a found record; throws the error of an element that may have been it; otherwise returns `none`. */
export function foundOr<T, N>(found: T | undefined, error: UpstreamError | undefined, none: N): T | N {
  if (found !== undefined) return found;
  if (error) throw error;
  return none;
}
