import { contactColumns, CUSTOM_FIELDS, ownColumns, selectColumns } from '@contacts/client';

/** Lists of typed values, such as phones and e-mails. */
export const multifields: readonly string[] = contactColumns
  .filter(({ path, type, isList }) => isList && type === 'MultifieldValue' && !path.includes('.'))
  .map(({ path }) => path);

/** Objects that the panel shows by their name. */
const objects = ['assignedBy', 'createdBy', 'updatedBy', 'type', 'source', 'honorific'];
const ofCompany = ['title', 'phone', 'email', 'web', 'industry', 'assignedBy'].map((name) => `company.${name}`);
const columns = [...ownColumns, ...objects, ...ofCompany, ...multifields, 'requisites', 'cardUrl', CUSTOM_FIELDS];

/** Everything about a contact, in as few requests upstream as the gateway needs. */
export const contactOperation = `query Contact($id: ID!) {
  contact(id: $id) { ${selectColumns(columns)} }
}`;
