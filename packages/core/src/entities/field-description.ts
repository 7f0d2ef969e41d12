import { asObject, decoded, decoders, misfit, toText } from './decode.ts';

/**
 * A field of contacts as the portal describes it (contract §2, `GET /v1/contacts/fields`). Members are decoded when they
 * are read: one that has no known form is an UpstreamError `bad_response` at its own place, and the others stay.
 */
export interface FieldDescription {
  readonly name: string;
  readonly type: string;
  readonly title: string | null;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  readonly isMultiple: boolean;
  /** Allowed values of an enumeration by their ids. */
  readonly items: readonly { readonly id: string; readonly value: string }[];
}

/**
 * Decodes the answer's `data`: the page's own example reads it as the list, live clients read `data.fields` (contract §2).
 * @throws UpstreamError `bad_response` for anything that lists no fields, since the result is cached
 */
export function toFieldDescriptions(data: unknown): readonly FieldDescription[] {
  const described = asObject(data);
  const fields = described && 'fields' in described ? asObject(described['fields']) : described;
  // Contacts have fields in every portal, and each is described by an object.
  if (!fields || !Object.values(fields).some((field) => asObject(field))) throw misfit('field list', 'fields', data);
  return Object.entries(fields).map(([name, field]) => toFieldDescription(name, field));
}

function toFieldDescription(name: string, field: unknown): FieldDescription {
  const members = asObject(field);
  const shown = name.slice(0, MAX_NAME).toWellFormed();
  const read = <T>(member: string, decode: (value: unknown) => T | undefined, alias = member): T => {
    if (!members) throw misfit('field list', shown, field);
    return decoded('field', `${shown}.${member}`, members[member] ?? members[alias], decode);
  };
  const yes = (member: string, alias?: string): boolean => read(member, decoders.boolean, alias) ?? false;
  return {
    name,
    get type() {
      return read('type', toText) ?? 'string';
    },
    get title() {
      return read('title', toText);
    },
    get isRequired() {
      return yes('isRequired');
    },
    get isReadOnly() {
      return yes('isReadOnly', 'readonly');
    },
    get isMultiple() {
      return yes('isMultiple', 'multiple');
    },
    items: toItems(members?.['items']),
  };
}

/** The longest name that a message repeats, in UTF-16 units; natively names have 50 at most. */
const MAX_NAME = 64;

/** Decodes the items of an enumeration. Their form is not documented (contract §2): one of another form is left out. */
function toItems(items: unknown): FieldDescription['items'] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    const members = asObject(item) ?? {};
    const id = toText(members['id'] ?? members['ID']);
    const value = toText(members['value'] ?? members['VALUE']);
    return typeof id === 'string' && typeof value === 'string' ? [{ id, value }] : [];
  });
}
