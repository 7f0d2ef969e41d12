import { decoded, decoders, toRow, type UpstreamRow, type ValueOfKind } from './decode.ts';
import { UpstreamError } from '../errors.ts';

/** The documented fields of a company by their upstream names (contract §7, "Companies"). */
export const companyFields = {
  id: 'id',
  title: 'text',
  companyType: 'code',
  industry: 'code',
  revenue: 'number',
  currencyId: 'code',
  phone: 'multifield',
  email: 'multifield',
  web: 'multifield',
  comments: 'longText',
  sourceId: 'code',
  sourceDescription: 'longText',
  assignedById: 'link',
  createdBy: 'link',
  updatedBy: 'link',
  createdTime: 'datetime',
  updatedTime: 'datetime',
  opened: 'boolean',
  leadId: 'link',
} as const satisfies Record<string, keyof ValueOfKind>;

/** The upstream name of a documented company field. */
export type CompanyField = keyof typeof companyFields;

/** One company as the upstream sent it. */
export type CompanyRow = UpstreamRow;

/** The decoded type of a field; `null` is an empty value. */
export type CompanyFieldValue<F extends CompanyField> = ValueOfKind[(typeof companyFields)[F]];

/**
 * The company that came along with a contact: `null` if the contact has none, `undefined` if nothing came (contract §2).
 * @param id of the contact's company
 * @throws UpstreamError `bad_response` if another one came
 */
export function includedCompany({ raw }: UpstreamRow, id: number | null): CompanyRow | null | undefined {
  const company = (raw['_included'] as { readonly company?: unknown } | null | undefined)?.company;
  if (company === undefined || company === null) return company;
  const row = toRow(company, 'company');
  if (row.id !== id)
    throw new UpstreamError('bad_response', 'The upstream sent a contact with the company of another.');
  return row;
}

/**
 * The value of one field of a company.
 * @throws UpstreamError `bad_response` if it has no documented form; the message names the field, never the value.
 */
export function readCompanyField<F extends CompanyField>({ raw }: CompanyRow, field: F): CompanyFieldValue<F> {
  const decode: (value: unknown) => unknown = decoders[companyFields[field]];
  return decoded('company', field, raw[field], decode) as CompanyFieldValue<F>;
}
