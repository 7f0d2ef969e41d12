import { toRow, type UpstreamRow } from './decode.ts';
import { type Entity, type FieldTable, type FieldValue, readField } from './entity.ts';
import { UpstreamError } from '../errors.ts';

/** The documented fields of a company by their upstream names (contract §7, "Companies"). */
export const companyFields = {
  id: { kind: 'id', always: true },
  title: { kind: 'text' },
  companyType: { kind: 'code' },
  industry: { kind: 'code' },
  revenue: { kind: 'number' },
  currencyId: { kind: 'code' },
  phone: { kind: 'multifield' },
  email: { kind: 'multifield' },
  web: { kind: 'multifield' },
  comments: { kind: 'longText' },
  sourceId: { kind: 'code' },
  sourceDescription: { kind: 'longText' },
  assignedById: { kind: 'link' },
  createdBy: { kind: 'link' },
  updatedBy: { kind: 'link' },
  createdTime: { kind: 'datetime', always: true },
  updatedTime: { kind: 'datetime', always: true },
  opened: { kind: 'boolean' },
  leadId: { kind: 'link' },
} as const satisfies FieldTable;

/** The upstream name of a documented company field. */
export type CompanyField = keyof typeof companyFields;

/** One company as the upstream sent it. */
export type CompanyRow = UpstreamRow;

/** The decoded type of a field; `null` is an empty value. */
export type CompanyFieldValue<F extends CompanyField> = FieldValue<typeof companyFields, F>;

/** Companies, as the pages and filters know them. */
export const companies: Entity<typeof companyFields> = {
  name: 'companies',
  singular: 'company',
  fields: companyFields,
  toRow: (element) => toRow(element, 'company'),
};

/**
 * The company that came along with a contact: `null` if the contact has none, `undefined` if nothing came (contract §2).
 * @param id of the contact's company
 * @throws UpstreamError `bad_response` if another one came
 */
export function includedCompany({ raw }: UpstreamRow, id: number | null): CompanyRow | null | undefined {
  const company = (raw['_included'] as { readonly company?: unknown } | null | undefined)?.company;
  if (company === undefined || company === null) return company;
  const row = companies.toRow(company);
  if (row.id !== id)
    throw new UpstreamError('bad_response', 'The upstream sent a contact with the company of another.');
  return row;
}

/**
 * The value of one field of a company.
 * @throws UpstreamError `bad_response` if it has no documented form; the message names the field, never the value.
 */
export function readCompanyField<F extends CompanyField>(row: CompanyRow, field: F): CompanyFieldValue<F> {
  return readField(companies, row, field);
}
