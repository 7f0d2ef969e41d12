import { memberOfRow, toRow, type UpstreamRow } from './decode.ts';
import type { Entity, FieldTable } from './entity.ts';
import { UpstreamError } from '../errors.ts';

/** The fields of a company by their upstream names (contract §7, "Companies"). */
export const companyFields = {
  id: { kind: 'id', always: true, name: 'companyId', text: 'Number of the company in Bitrix24.' },
  title: { kind: 'text', text: 'The name of the company.' },
  companyType: { kind: 'code', dictionary: 'COMPANY_TYPE', text: 'Code of the dictionary COMPANY_TYPE.' },
  industry: { kind: 'code', dictionary: 'INDUSTRY', text: 'Code of the dictionary INDUSTRY.' },
  revenue: { kind: 'number', text: 'Yearly revenue, in the currency `currencyId`.' },
  currencyId: { kind: 'code', text: 'Currency of the revenue, as an ISO 4217 code.' },
  phone: {
    kind: 'multifield',
    isPhone: true,
    text: 'The first phone number.',
    filterText: 'Any of the phone numbers.',
  },
  email: { kind: 'multifield', text: 'The first e-mail address.', filterText: 'Any of the e-mail addresses.' },
  web: { kind: 'multifield', text: 'The first web address.', filterText: 'Any of the web addresses.' },
  comments: { kind: 'longText', text: 'Free text; can hold BB codes.' },
  sourceId: { kind: 'code', dictionary: 'SOURCE', text: 'Code of the dictionary SOURCE, such as `EMAIL`.' },
  sourceDescription: { kind: 'longText', text: 'More about the source.' },
  assignedById: { kind: 'link', text: 'Number of the responsible user.' },
  createdBy: { kind: 'link', name: 'createdById', text: 'Number of the user that created the company.' },
  updatedBy: { kind: 'link', name: 'updatedById', text: 'Number of the user that changed the company last.' },
  createdTime: { kind: 'datetime', always: true, text: 'Time of creation.' },
  updatedTime: { kind: 'datetime', always: true, text: 'Time of the last change.' },
  opened: { kind: 'boolean', text: 'True if all users of the portal may see the company.' },
  leadId: { kind: 'link', text: 'Number of the lead that the company was made from.' },
} as const satisfies FieldTable;

/** One company as the upstream sent it. */
export type CompanyRow = UpstreamRow;

/** Companies, as the pages and filters know them. */
export const companies: Entity<typeof companyFields> = {
  name: 'companies',
  singular: 'company',
  scope: 'crm',
  hasAggregate: true,
  fields: companyFields,
  toRow: (element) => toRow(element, 'company'),
};

/**
 * Returns the included company of a contact: `null` if the contact has none, `undefined` if none was sent (contract §2).
 * @param id of the contact's company
 * @throws UpstreamError `bad_response` if another one came
 */
export function includedCompany(contact: UpstreamRow, id: number | null): CompanyRow | null | undefined {
  const company = (memberOfRow(contact, '_included') as { readonly company?: unknown } | null | undefined)?.company;
  if (company === undefined || company === null) return company;
  const row = companies.toRow(company);
  if (row.id !== id)
    throw new UpstreamError('bad_response', 'The upstream sent a contact with the company of another.');
  return row;
}
