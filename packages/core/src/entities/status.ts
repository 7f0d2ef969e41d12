import { decoded, misfit, toIntegerOrNull, toText } from './decode.ts';
import type { UpstreamError } from '../errors.ts';
import { foundOr, usableRecords } from './usable-records.ts';

/** The dictionaries whose codes contacts and companies hold (contract §7, "Statuses"). */
export const dictionaryNames = ['SOURCE', 'CONTACT_TYPE', 'HONORIFIC', 'COMPANY_TYPE', 'INDUSTRY'] as const;

/** The upstream's name of a dictionary. */
export type DictionaryName = (typeof dictionaryNames)[number];

/** One entry of a dictionary of the portal. */
export interface Status {
  readonly dictionary: string;
  /** The code that records hold. */
  readonly statusId: string;
  readonly name: string | null;
  readonly sort: number | null;
  readonly color: string | null;
}

/**
 * A dictionary by its codes. `get` throws an UpstreamError for a code that is missing, if the upstream sent an entry
 * without a usable code: it may be this one.
 */
export type Dictionary = ReadonlyMap<string, Status>;

/** Sorts the elements of an upstream answer into their dictionaries. */
export function toDictionaries(elements: readonly unknown[]): (name: DictionaryName) => Dictionary {
  const { records, error } = usableRecords(elements, toStatus);
  const byName = Map.groupBy(records, ({ dictionary }) => dictionary);
  return (name) => {
    const entries = (byName.get(name) ?? []).map((entry) => [entry.statusId, entry] as const);
    return error ? new DictionaryWithGap(entries, error) : new Map(entries);
  };
}

/** A dictionary with one or more unusable entries. */
class DictionaryWithGap extends Map<string, Status> {
  readonly #error: UpstreamError;

  constructor(entries: Iterable<readonly [string, Status]>, error: UpstreamError) {
    super(entries);
    this.#error = error;
  }

  override get(code: string): Status | undefined {
    return foundOr(super.get(code), this.#error, undefined);
  }
}

/**
 * Decodes one element of an upstream answer as a dictionary's entry. Its members are decoded when they are read, as those
 * of contacts are.
 * @throws UpstreamError `bad_response` without a code
 */
export function toStatus(element: unknown): Status {
  const { statusId: code, entityId, name, sort, color } = (element ?? {}) as Readonly<Record<string, unknown>>;
  const statusId = toText(code);
  const dictionary = toText(entityId);
  if (!statusId) throw misfit('status', 'statusId', code);
  if (!dictionary) throw misfit('status', 'entityId', entityId);
  return {
    dictionary,
    statusId,
    get name() {
      return decoded('status', 'name', name, toText);
    },
    get sort() {
      return decoded('status', 'sort', sort, toIntegerOrNull);
    },
    get color() {
      return decoded('status', 'color', color, toText);
    },
  };
}
