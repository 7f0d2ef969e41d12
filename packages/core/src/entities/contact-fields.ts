/**
 * What a contact field holds. The kind decides how a value is decoded (`contact.ts`), which filter operators exist
 * (`filter.ts`) and whether the upstream can sort by it (`order.ts`).
 *
 * - `id`: a positive integer, never empty.
 * - `link`: the id of another record; the upstream writes an unset one as `null` or `0` (contract §1).
 * - `code`: a code of a status dictionary; the upstream has no substring match on it (contract §3).
 * - `text`, `longText`: free text; long text is not sortable, since a cursor would carry all of it.
 * - `multifield`: phones and e-mails, in one of several shapes (contract §1).
 */
export type FieldKind = 'id' | 'link' | 'text' | 'longText' | 'code' | 'datetime' | 'boolean' | 'multifield';

interface FieldSpec {
  readonly kind: FieldKind;
  /** No contact lacks it, so a sort by it has no range of empty values to walk. */
  readonly always?: true;
}

/** The documented fields of a contact by their upstream names (contract §2, table of `GET /v1/contacts/fields`). */
export const contactFields = {
  id: { kind: 'id', always: true },
  name: { kind: 'text' },
  lastName: { kind: 'text' },
  secondName: { kind: 'text' },
  phone: { kind: 'multifield' },
  email: { kind: 'multifield' },
  companyId: { kind: 'link' },
  post: { kind: 'text' },
  comments: { kind: 'longText' },
  typeId: { kind: 'code' },
  sourceId: { kind: 'code' },
  sourceDescription: { kind: 'longText' },
  assignedById: { kind: 'link' },
  createdBy: { kind: 'link' },
  updatedBy: { kind: 'link' },
  createdTime: { kind: 'datetime', always: true },
  updatedTime: { kind: 'datetime', always: true },
  opened: { kind: 'boolean' },
  export: { kind: 'boolean' },
  leadId: { kind: 'link' },
  honorific: { kind: 'code' },
} as const satisfies Record<string, FieldSpec>;

/** The upstream name of a documented contact field. */
export type ContactField = keyof typeof contactFields;

/** A custom field of the portal, by its upstream name in either style (contract §2, "UF"). */
export type CustomFieldName = `ufCrm${string}` | `UF_CRM${string}`;

/** Whether `name` has the form of a custom field's name; which ones there are, only the portal knows. */
export function isCustomFieldName(name: string): name is CustomFieldName {
  return /^(?:ufCrm|UF_CRM)\w{1,50}$/.test(name);
}

/** Everything there is, custom fields included: what the upstream sends where nothing is selected (contract §1, `select`). */
export const ALL_FIELDS = '*';

/** Whatever can be selected of a contact. */
export type SelectableField = ContactField | CustomFieldName | typeof ALL_FIELDS;

/** The kind of a field, as declared in {@link contactFields}. */
export type KindOf<F extends ContactField> = (typeof contactFields)[F]['kind'];

/** All documented fields, in the order of the contract's table. */
export const contactFieldNames = Object.keys(contactFields) as readonly ContactField[];

/** Whether `name` is a documented contact field. */
export function isContactField(name: string): name is ContactField {
  return Object.hasOwn(contactFields, name);
}

/** Whether a contact can lack a value for `field`. */
export function canBeEmpty(field: ContactField): boolean {
  const spec: FieldSpec = contactFields[field];
  return spec.always !== true;
}
