import { decoded, misfit, toInteger, toText } from './decode.ts';

/** Legal or payment details of a contact (contract §7, "Requisites"); the members that most portals fill. */
export interface Requisite {
  readonly id: number;
  /** The number of the contact that it belongs to. */
  readonly entityId: number;
  readonly name: string | null;
  readonly rqName: string | null;
  readonly rqCompanyName: string | null;
  readonly rqInn: string | null;
  readonly rqKpp: string | null;
}

/** The upstream's number for the kind of owner that a contact is (contract §7). */
export const REQUISITE_OWNER_CONTACT = 3;

/** The members of {@link Requisite} by their upstream names. */
export const requisiteFields = ['id', 'entityId', 'name', 'rqName', 'rqCompanyName', 'rqInn', 'rqKpp'] as const;

/** Returns the number of the contact that a requisite belongs to. @throws UpstreamError `bad_response` if it has none */
export function ownerOfRequisite(element: unknown): number {
  const { entityId } = (element ?? {}) as Readonly<Record<string, unknown>>;
  const owner = toInteger(entityId);
  if (owner === undefined) throw misfit('requisite', 'entityId', entityId);
  return owner;
}

/**
 * Decodes one element of an upstream answer as a requisite. Its members are decoded when they are read, as those of
 * contacts are.
 * @throws UpstreamError `bad_response` without its ids
 */
export function toRequisite(element: unknown): Requisite {
  const raw = (element ?? {}) as Readonly<Record<string, unknown>>;
  const id = toInteger(raw['id']);
  const entityId = ownerOfRequisite(element);
  if (id === undefined) throw misfit('requisite', 'id', raw['id']);
  const text = (name: string): string | null => decoded('requisite', name, raw[name], toText);
  return {
    id,
    entityId,
    get name() {
      return text('name');
    },
    get rqName() {
      return text('rqName');
    },
    get rqCompanyName() {
      return text('rqCompanyName');
    },
    get rqInn() {
      return text('rqInn');
    },
    get rqKpp() {
      return text('rqKpp');
    },
  };
}
