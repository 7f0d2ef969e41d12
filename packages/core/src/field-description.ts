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

/** Takes the answer's `data`: the page's own example reads it as the list, live clients read `data.fields` (contract §2). */
export function toFieldDescriptions(data: unknown): readonly FieldDescription[] {
  const object = (data ?? {}) as Readonly<Record<string, unknown>>;
  const fields = (object['fields'] ?? object) as Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  return Object.entries(fields).map(([name, field]) => ({
    name,
    type: typeof field?.['type'] === 'string' ? field['type'] : 'string',
    title: typeof field?.['title'] === 'string' ? field['title'] : null,
    isRequired: field?.['isRequired'] === true,
    isReadOnly: (field?.['isReadOnly'] ?? field?.['readonly']) === true,
    isMultiple: field?.['isMultiple'] === true || field?.['multiple'] === true,
    items: toItems(field?.['items']),
  }));
}

function toItems(items: unknown): FieldDescription['items'] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    const members = (item ?? {}) as Readonly<Record<string, unknown>>;
    const id = members['id'] ?? members['ID'];
    const value = members['value'] ?? members['VALUE'];
    return (typeof id === 'string' || typeof id === 'number') && typeof value === 'string'
      ? [{ id: String(id), value }]
      : [];
  });
}
