import { contactFields } from '../fields/contact-fields.ts';
import type { Field } from '../fields/field.ts';
import { packMultifields } from '../fields/multifields.ts';
import type { Cells } from '../store/column.ts';
import { MULTIFIELDS } from '../store/table.ts';
import { companyCount, contactMultifields } from './contact-values.ts';
import { fieldMakers, withBothEmptyForms } from './field-makers.ts';
import { createRowSeeder } from './seed-row.ts';

// Every 13th id is missing, as in a portal where records were deleted.
const idsPerGap = 12;
const pageExampleId = 17;
// Another number makes another portal. In this one the exact figures of many tests hold: company 15, which the page's
// examples ask for, has 16 contacts.
const portal = 'contacts 150';

/** Returns the id of the n-th contact, counted from 1. */
export function contactId(n: number): number {
  return n + Math.floor((n - 1) / idsPerGap);
}

/** Returns the number of companies of a portal with this number of contacts. */
export function companiesFor(contacts: number): number {
  return companyCount(contactId(contacts));
}

/** Makes a function that returns the made-up contact with an id: the same for the same seed and any number of contacts. */
export function contactSeeder(seed: number, fields: readonly Field[] = contactFields): (id: number) => Cells {
  const makers = withBothEmptyForms(fields, fieldMakers(fields));
  makers.set(MULTIFIELDS, contactMultifields);
  const seedRow = createRowSeeder(makers, portal, seed);
  return (id) => (id === pageExampleId ? { ...seedRow(id), ...pageExample } : seedRow(id));
}

/** The row of the page's response example (list-contacts.txt, "Response example"). */
const pageExample: Cells = {
  name: 'Ivan',
  lastName: 'Petrov',
  secondName: null,
  honorific: null,
  post: null,
  comments: null,
  companyId: 1,
  assignedById: 1,
  createdBy: 1,
  updatedBy: 1,
  opened: 1,
  sourceId: 'EMAIL',
  sourceDescription: null,
  typeId: 'CLIENT',
  createdTime: Date.UTC(2024, 6, 22, 15, 0, 8),
  updatedTime: Date.UTC(2024, 6, 23, 7, 30),
  lastActivityTime: Date.UTC(2024, 6, 23, 7, 30),
  lastActivityBy: 1,
  export: 1,
  ufCrm_1720019876534: '321',
  [MULTIFIELDS]: packMultifields([
    { id: 101, typeId: 'PHONE', valueType: 'WORK', value: '74955553546' },
    { id: 102, typeId: 'EMAIL', valueType: 'WORK', value: 'ivan@company.ru' },
  ]),
};
