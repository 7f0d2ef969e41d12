import { CUSTOM_FIELDS, ownColumns, selectColumns } from '@contacts/client';

/** The objects that the panel shows whole. */
const objects = [
  'company',
  'company.assignedBy',
  'assignedBy',
  'createdBy',
  'updatedBy',
  'type',
  'source',
  'honorific',
];
const lists = ['phones', 'emails', 'requisites'];

/** Everything about a contact, in as few requests upstream as the gateway needs. */
export const contactOperation = `query Contact($id: ID!) {
  contact(id: $id) { ${selectColumns([...ownColumns, ...objects, 'company.title', 'company.phone', 'company.email', 'company.web', 'company.industry', ...lists, 'cardUrl', CUSTOM_FIELDS])} }
}`;
