import { contactCustomFields } from '../fields/custom-fields.ts';
import type { ApiResponse } from '../http/endpoint.ts';

/** Handles GET /v1/userfields/contacts: the definitions of the custom fields (contract §2, "UF"). */
export function userFields(): ApiResponse {
  const data = contactCustomFields.map((field, at) => ({
    id: 201 + at,
    fieldName: `UF_CRM_${field.name.slice('ufCrm_'.length)}`,
    userTypeId: field.userType,
    sort: '100',
    multiple: field.multiple === true ? 'Y' : 'N',
    mandatory: 'N',
    editFormLabel: field.title,
    list: (field.items ?? []).map(({ id, value }) => ({ ID: String(id), SORT: '100', VALUE: value, DEF: 'N' })),
  }));
  return { body: { success: true, data, meta: { total: data.length } } };
}
