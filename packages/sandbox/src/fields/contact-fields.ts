import { contactCustomFields } from './custom-fields.ts';
import type { Field } from './field.ts';

const unlisted = { listed: false, readOnly: true } as const;

/** The contact's fields in the order of the contract's full object (contract §2). */
export const contactFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'createdTime', kind: 'datetime', title: 'Created on', readOnly: true },
  { name: 'updatedTime', kind: 'datetime', title: 'Modified on', readOnly: true },
  { name: 'createdBy', kind: 'integer', link: true, title: 'Created by', readOnly: true },
  { name: 'updatedBy', kind: 'integer', link: true, title: 'Modified by', readOnly: true },
  { name: 'assignedById', kind: 'integer', link: true, title: 'Responsible person', groupable: true },
  { name: 'opened', kind: 'boolean', title: 'Visible to everyone' },
  { name: 'companyId', kind: 'integer', link: true, title: 'Company' },
  { name: 'sourceId', kind: 'code', title: 'Source', groupable: true },
  { name: 'sourceDescription', kind: 'string', title: 'Source description' },
  { name: 'typeId', kind: 'code', title: 'Contact type', groupable: true },
  { name: 'name', kind: 'string', title: 'First name' },
  { name: 'lastName', kind: 'string', title: 'Last name' },
  { name: 'secondName', kind: 'string', title: 'Second name' },
  { name: 'honorific', kind: 'code', title: 'Salutation' },
  { name: 'post', kind: 'string', title: 'Position' },
  { name: 'comments', kind: 'string', title: 'Comment' },
  { name: 'birthdate', kind: 'date', title: 'Date of birth', ...unlisted },
  { name: 'export', kind: 'boolean', title: 'Included in export' },
  { name: 'leadId', kind: 'integer', link: true, title: 'Lead' },
  { name: 'originatorId', kind: 'string', title: 'External source', ...unlisted },
  { name: 'originId', kind: 'string', title: 'Item ID in data source', ...unlisted },
  { name: 'originVersion', kind: 'string', title: 'Original version', ...unlisted },
  { name: 'lastActivityBy', kind: 'integer', title: 'Last activity by', ...unlisted },
  { name: 'lastActivityTime', kind: 'datetime', title: 'Last activity on', ...unlisted },
  { name: 'phone', kind: 'phone', title: 'Phone', type: 'multifield' },
  { name: 'email', kind: 'email', title: 'E-mail', type: 'multifield' },
  ...contactCustomFields,
];
