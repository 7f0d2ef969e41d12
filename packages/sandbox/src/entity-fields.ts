import { companyFields } from './entities/companies.ts';
import { userFields } from './entities/users.ts';
import { contactFields } from './fields/contact-fields.ts';
import type { Field } from './fields/field.ts';

/** The fields of the entities that can be listed, by the plural names of their paths. */
export const entityFields = {
  contacts: contactFields,
  companies: companyFields,
  users: userFields,
} as const satisfies Readonly<Record<string, readonly Field[]>>;
