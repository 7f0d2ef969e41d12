import { customValue } from '../data/custom-values.ts';
import type { Field } from './field.ts';

/** Custom field with its native type, which GET /v1/userfields/contacts shows. */
export interface CustomField extends Field {
  userType: string;
}

const stamp = 1_720_019_876_534;

/** Custom fields, one of each native type (contract §2, "UF"). The first is that of the contract's example. */
export const contactCustomFields: readonly CustomField[] = [
  custom(0, 'string', 'string', 'Internal number'),
  custom(1, 'integer', 'integer', 'Number of orders', { summable: true }),
  custom(2, 'double', 'double', 'Discount', { summable: true }),
  custom(3, 'boolean', 'yesno', 'Newsletter'),
  custom(4, 'date', 'date', 'Contract signed on'),
  custom(5, 'datetime', 'datetime', 'Next call'),
  custom(6, 'enumeration', 'integer', 'Segment', {
    items: ['Retail', 'Wholesale', 'Public sector'].map((value, at) => ({ id: 51 + at, value })),
  }),
  custom(7, 'enumeration', 'list', 'Interests', {
    multiple: true,
    items: ['Doors', 'Windows', 'Roofs', 'Floors'].map((value, at) => ({ id: 61 + at, value })),
  }),
  custom(8, 'money', 'code', 'Credit line', { summable: true }),
  custom(9, 'url', 'string', 'Page'),
  custom(10, 'file', 'list', 'Scan'),
  custom(11, 'employee', 'integer', 'Second manager'),
  custom(12, 'crm', 'list', 'Related records', { multiple: true }),
  custom(13, 'crm_status', 'code', 'Channel'),
  custom(14, 'address', 'string', 'Delivery address'),
  custom(15, 'iblock_element', 'integer', 'Catalogue entry'),
  custom(16, 'iblock_section', 'integer', 'Catalogue section'),
  custom(17, 'string', 'list', 'Nicknames', { multiple: true }),
];

function custom(
  at: number,
  userType: string,
  kind: Field['kind'],
  title: string,
  more: Partial<Field> = {},
): CustomField {
  const field = { name: `ufCrm_${stamp + at}`, kind, title, type: userType, userType, groupable: true, ...more };
  return { ...field, seed: customValue(userType, field) };
}

/** Returns the name of a field in the newer spelling; `UF_CRM_…` is the older one (contract §2, "UF"). */
export function customFieldName(name: string): string {
  return name.startsWith('UF_CRM_') ? `ufCrm_${name.slice('UF_CRM_'.length)}` : name;
}
