import type { FieldSpec, FieldTable } from './entity.ts';
import { type CustomFieldName, isCustomFieldName } from './native-name.ts';

/**
 * The fields of a contact by their upstream names (contract §2, table of `GET /v1/contacts/fields`). A line here and one
 * in the sandbox's table make a field: types, filters and orders of the API derive from it.
 */
export const contactFields = {
  id: { kind: 'id', always: true, name: 'contactId', text: 'Number of the contact in Bitrix24.' },
  name: { kind: 'text', text: 'First name.' },
  lastName: { kind: 'text', text: 'Last name.' },
  secondName: { kind: 'text', text: 'Patronymic or middle name.' },
  phone: {
    kind: 'multifield',
    isPhone: true,
    text: 'The first phone number, in the form in which the portal stores it.',
    filterText: 'Any of the phone numbers.',
  },
  email: { kind: 'multifield', text: 'The first e-mail address.', filterText: 'Any of the e-mail addresses.' },
  companyId: { kind: 'link', text: 'Number of the main company.' },
  post: { kind: 'text', text: 'Job title.' },
  comments: { kind: 'longText', text: 'Free text; can hold BB codes.' },
  typeId: {
    kind: 'code',
    dictionary: 'CONTACT_TYPE',
    groupable: true,
    text: 'Code of the dictionary CONTACT_TYPE, such as `CLIENT`.',
  },
  sourceId: {
    kind: 'code',
    dictionary: 'SOURCE',
    groupable: true,
    text: 'Code of the dictionary SOURCE, such as `EMAIL`.',
  },
  sourceDescription: { kind: 'longText', text: 'More about the source.' },
  assignedById: { kind: 'link', groupable: true, text: 'Number of the responsible user.' },
  createdBy: { kind: 'link', name: 'createdById', text: 'Number of the user that created the contact.' },
  updatedBy: { kind: 'link', name: 'updatedById', text: 'Number of the user that changed the contact last.' },
  createdTime: { kind: 'datetime', always: true, text: 'Time of creation.' },
  updatedTime: { kind: 'datetime', always: true, text: 'Time of the last change.' },
  opened: { kind: 'boolean', text: 'True if all users of the portal may see the contact.' },
  export: { kind: 'boolean', text: 'True if the contact may be exported.' },
  leadId: { kind: 'link', text: 'Number of the lead that the contact was made from.' },
  honorific: { kind: 'code', dictionary: 'HONORIFIC', name: 'honorificId', text: 'Code of the dictionary HONORIFIC.' },
  birthdate: { kind: 'date', unlisted: true, text: 'Date of birth.' },
  lastActivityBy: {
    kind: 'link',
    name: 'lastActivityById',
    unlisted: true,
    text: 'Number of the user of the last activity.',
  },
  lastActivityTime: {
    kind: 'datetime',
    unlisted: true,
    text: 'Time of the last activity, such as a call or a letter.',
  },
  originatorId: { kind: 'text', unlisted: true, text: 'The external system that the contact came from.' },
  originId: { kind: 'text', unlisted: true, text: 'Id of the contact in that external system.' },
  originVersion: { kind: 'text', unlisted: true, text: 'Version of the contact in that external system.' },
} as const satisfies FieldTable;

/** The upstream name of a contact field. */
export type ContactField = keyof typeof contactFields;

/** A field that contacts can be counted by (contract §2, aggregate). */
export type GroupField = {
  [F in ContactField]: (typeof contactFields)[F] extends { readonly groupable: true } ? F : never;
}[ContactField];

export { type CustomFieldName, isCustomFieldName };

/** Selects all fields, custom fields included: the upstream sends them where nothing is selected (contract §1, `select`). */
export const ALL_FIELDS = '*';

/** A name in a selection of contacts. */
export type SelectableField = ContactField | CustomFieldName | typeof ALL_FIELDS;

/** All fields, in the order of the contract's table. */
export const contactFieldNames = Object.keys(contactFields) as readonly ContactField[];

/** The fields that contacts can be counted by. */
export const groupFields = contactFieldNames.filter(
  (field): field is GroupField => (contactFields[field] as FieldSpec).groupable === true,
);
