import type { FieldTable } from './entity.ts';

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
} as const satisfies FieldTable;

/** The upstream name of a documented contact field. */
export type ContactField = keyof typeof contactFields;

/** A custom field of the portal, by its upstream name in either style (contract §2, "UF"). */
export type CustomFieldName = `ufCrm${string}` | `UF_CRM${string}`;

/** Returns true if `name` has the form of a custom field's name. Only the portal knows which ones there are. */
export function isCustomFieldName(name: string): name is CustomFieldName {
  return /^(?:ufCrm|UF_CRM)\w{1,50}$/.test(name);
}

/** Everything there is, custom fields included: what the upstream sends where nothing is selected (contract §1, `select`). */
export const ALL_FIELDS = '*';

/** Whatever can be selected of a contact. */
export type SelectableField = ContactField | CustomFieldName | typeof ALL_FIELDS;

/** All documented fields, in the order of the contract's table. */
export const contactFieldNames = Object.keys(contactFields) as readonly ContactField[];
