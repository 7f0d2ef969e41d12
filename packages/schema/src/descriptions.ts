import { type ContactField, contactFields, DEFAULT_PAGE_SIZE, type FieldKind, MAX_PAGE_SIZE } from '@contacts/core';

/** One sentence for each documented field of a contact; the type, its filter and its order derive their texts from it. */
const contactTexts: Readonly<Record<ContactField, string>> = {
  id: 'Number of the contact in Bitrix24.',
  name: 'First name.',
  lastName: 'Last name.',
  secondName: 'Patronymic or middle name.',
  phone: 'The first phone number, in the form in which the portal stores it.',
  email: 'The first e-mail address.',
  companyId: 'Number of the main company.',
  post: 'Job title.',
  comments: 'Free text; can hold BB codes.',
  typeId: 'Code of the dictionary CONTACT_TYPE, such as `CLIENT`.',
  sourceId: 'Code of the dictionary SOURCE, such as `EMAIL`.',
  sourceDescription: 'More about the source.',
  assignedById: 'Number of the responsible user.',
  createdBy: 'Number of the user that created the contact.',
  updatedBy: 'Number of the user that changed the contact last.',
  createdTime: 'Time of creation.',
  updatedTime: 'Time of the last change.',
  opened: 'True if all users of the portal may see the contact.',
  export: 'True if the contact may be exported.',
  leadId: 'Number of the lead that the contact was made from.',
  honorific: 'Code of the dictionary HONORIFIC.',
};

/** Returns the description of a contact's field: its text, and its name in the REST API. */
export function describeContactField(field: ContactField): string {
  return withUpstreamName(contactTexts[field], field);
}

/** Sentences that say which values a condition looks at, where they differ from the field of the type. */
const filterTexts: Partial<Record<FieldKind, (field: ContactField) => string>> = {
  multifield: (field) => (field === 'phone' ? 'Any of the phone numbers.' : 'Any of the e-mail addresses.'),
};

/** Returns the description of the conditions on a contact's field. */
export function describeContactFilter(field: ContactField): string {
  return withUpstreamName(filterTexts[contactFields[field].kind]?.(field) ?? contactTexts[field], field);
}

/** Sentences on the place of values in an order, by kind of field. */
const orderTexts: Partial<Record<FieldKind, string>> = {
  code: 'Sorted by code, not by the name that the dictionary has for it.',
  link: 'Sorted by number, not by name.',
};

/** Returns the description of a sort key by a contact's field. */
export function describeContactOrder(field: ContactField): string {
  const place = orderTexts[contactFields[field].kind];
  return [describeContactField(field), ...(place === undefined ? [] : [place])].join(' ');
}

/** Returns a text followed by the name that a field has in the REST API. */
export function withUpstreamName(text: string, name: string): string {
  return `${text} Upstream: \`${name}\`.`;
}

const maximum = MAX_PAGE_SIZE.toLocaleString('en');

/** Descriptions of the arguments that select a page. */
export const pageArgTexts = {
  first: `Number of contacts from the front: ${DEFAULT_PAGE_SIZE} by default if \`last\` is absent too, at most ${maximum}.`,
  after: 'Only contacts behind this cursor: an `endCursor`, or the `cursor` of an edge, of the same filter and order.',
  last: `Number of contacts from the back, at most ${maximum}.`,
  before:
    'Only contacts ahead of this cursor: a `startCursor`, or the `cursor` of an edge, of the same filter and order.',
} as const;
