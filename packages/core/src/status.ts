import { misfit, toInteger, toText } from './decode.ts';

/** The dictionaries whose codes contacts and companies hold (contract §7, "Statuses"). */
export type DictionaryName = 'SOURCE' | 'CONTACT_TYPE' | 'HONORIFIC' | 'COMPANY_TYPE' | 'INDUSTRY';

/** One entry of a dictionary of the portal. */
export interface Status {
  readonly dictionary: string;
  /** The code that records hold. */
  readonly statusId: string;
  readonly name: string | null;
  readonly sort: number | null;
  readonly color: string | null;
}

/** A dictionary by its codes. */
export type Dictionary = ReadonlyMap<string, Status>;

/** Takes one element of an upstream answer as a dictionary's entry. @throws UpstreamError `bad_response` without a code */
export function toStatus(element: unknown): Status {
  const raw = (element ?? {}) as Readonly<Record<string, unknown>>;
  const statusId = toText(raw['statusId']);
  const dictionary = toText(raw['entityId']);
  if (!statusId || !dictionary) throw misfit('status', 'statusId', raw['statusId']);
  return {
    dictionary,
    statusId,
    name: toText(raw['name']) ?? null,
    sort: toInteger(raw['sort']) ?? null,
    color: toText(raw['color']) ?? null,
  };
}
