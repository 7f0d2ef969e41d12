import { asObject, decoded, decoders, misfit, toText } from './decode.ts';

/** A field of contacts as the portal describes it (contract §2, `GET /v1/contacts/fields`). */
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
 * Takes the answer's `data`: the page's own example reads it as the list, live clients read `data.fields` (contract §2).
 * @throws UpstreamError `bad_response` for anything that describes no fields, since what is taken here is remembered
 */
export function toFieldDescriptions(data: unknown): readonly FieldDescription[] {
  const described = asObject(data);
  const fields = described && 'fields' in described ? asObject(described['fields']) : described;
  // There is no portal whose contacts have none.
  if (!fields || Object.keys(fields).length === 0) throw misfit('field list', 'fields', data);
  return Object.entries(fields).map(([name, field]) => toFieldDescription(name, field));
}

function toFieldDescription(name: string, field: unknown): FieldDescription {
  const members = asObject(field);
  if (!members) throw misfit('field list', name, field);
  const { type, title, isRequired, isReadOnly, readonly, isMultiple, multiple, items } = members;
  const text = (member: string, value: unknown): string | null => decoded('field', `${name}.${member}`, value, toText);
  const yes = (member: string, value: unknown): boolean =>
    decoded('field', `${name}.${member}`, value, decoders.boolean) ?? false;
  return {
    name,
    type: text('type', type) ?? 'string',
    title: text('title', title),
    isRequired: yes('isRequired', isRequired),
    isReadOnly: yes('isReadOnly', isReadOnly ?? readonly),
    isMultiple: yes('isMultiple', isMultiple ?? multiple),
    items: toItems(items),
  };
}

/** What an item looks like is not documented (contract §2): of another form, its id is shown without a title. */
function toItems(items: unknown): FieldDescription['items'] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    const members = asObject(item) ?? {};
    const id = toText(members['id'] ?? members['ID']);
    const value = toText(members['value'] ?? members['VALUE']);
    return typeof id === 'string' && typeof value === 'string' ? [{ id, value }] : [];
  });
}
