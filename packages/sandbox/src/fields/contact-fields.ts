import { flag, none, numbered, oneOf, sameAs, user } from '../data/common-values.ts';
import {
  birthdate,
  companyId,
  createdTime,
  firstName,
  lastName,
  leadId,
  secondName,
  updatedBy,
  updatedTime,
} from '../data/contact-values.ts';
import { posts } from '../data/people.ts';
import { statusCodes } from '../data/statuses.ts';
import { contactCustomFields } from './custom-fields.ts';
import type { Field } from './field.ts';

const unlisted = { listed: false, readOnly: true } as const;

const types = ['CLIENT', 'CLIENT', 'CLIENT', 'SUPPLIER', 'PARTNER', 'OTHER'];

/**
 * The contact's fields in the order of the contract's full object (contract §2). A line is all that a new scalar field
 * needs: its column, its member of a row, its filter, its order and its description derive from it. Without `seed` it
 * has values of its kind in 30 % of the contacts.
 */
export const contactFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'createdTime', kind: 'datetime', title: 'Created on', readOnly: true, seed: createdTime },
  { name: 'updatedTime', kind: 'datetime', title: 'Modified on', readOnly: true, seed: updatedTime },
  { name: 'createdBy', kind: 'integer', link: true, title: 'Created by', readOnly: true, seed: user },
  { name: 'updatedBy', kind: 'integer', link: true, title: 'Modified by', readOnly: true, seed: updatedBy },
  { name: 'assignedById', kind: 'integer', link: true, title: 'Responsible person', groupable: true, seed: user },
  { name: 'opened', kind: 'boolean', title: 'Visible to everyone', seed: flag(0.5) },
  { name: 'companyId', kind: 'integer', link: true, title: 'Company', seed: companyId },
  { name: 'sourceId', kind: 'code', title: 'Source', groupable: true, seed: oneOf(statusCodes('SOURCE'), 0.95) },
  { name: 'sourceDescription', kind: 'string', title: 'Source description', seed: numbered('Campaign', 40, 0.1) },
  { name: 'typeId', kind: 'code', title: 'Contact type', groupable: true, seed: oneOf(types) },
  { name: 'name', kind: 'string', title: 'First name', seed: firstName },
  { name: 'lastName', kind: 'string', title: 'Last name', seed: lastName },
  { name: 'secondName', kind: 'string', title: 'Second name', seed: secondName },
  { name: 'honorific', kind: 'code', title: 'Salutation', seed: oneOf(statusCodes('HONORIFIC'), 0.3) },
  { name: 'post', kind: 'string', title: 'Position', seed: oneOf(posts, 0.4) },
  { name: 'comments', kind: 'string', title: 'Comment', seed: numbered('Call back on day', 28, 0.1) },
  { name: 'birthdate', kind: 'date', title: 'Date of birth', ...unlisted, seed: birthdate },
  { name: 'export', kind: 'boolean', title: 'Included in export', seed: flag(0.95) },
  { name: 'leadId', kind: 'integer', link: true, title: 'Lead', seed: leadId },
  { name: 'originatorId', kind: 'string', title: 'External source', ...unlisted, seed: none },
  { name: 'originId', kind: 'string', title: 'Item ID in data source', ...unlisted, seed: none },
  { name: 'originVersion', kind: 'string', title: 'Original version', ...unlisted, seed: none },
  {
    name: 'lastActivityBy',
    kind: 'integer',
    link: true,
    title: 'Last activity by',
    ...unlisted,
    seed: sameAs('createdBy'),
  },
  { name: 'lastActivityTime', kind: 'datetime', title: 'Last activity on', ...unlisted, seed: sameAs('updatedTime') },
  { name: 'phone', kind: 'phone', title: 'Phone', type: 'multifield' },
  { name: 'email', kind: 'email', title: 'E-mail', type: 'multifield' },
  ...contactCustomFields,
];
