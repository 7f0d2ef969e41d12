import {
  type ContactField,
  type ContactFieldValue,
  type ContactRow,
  type DictionaryName,
  readContactField,
} from '@contacts/core';
import { companyFieldsOf } from './asked.ts';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import type { Context } from './context.ts';
import { CustomField } from './custom-field.ts';
import { toCustomFieldNames } from './custom-field-names.ts';
import { multifield } from './multifield.ts';
import { Requisite } from './requisite.ts';
import { Status } from './status.ts';
import { User } from './user.ts';

const multifieldCost =
  'Costs nothing where the lists of the upstream have them, else one request for each 50 contacts. Null with an error if they cannot be read, and without one if the contact was deleted in the meantime.';

export const Contact = builder.objectRef<ContactRow>('Contact');

builder.node(Contact, {
  description: 'A person in the CRM of a Bitrix24 portal.',
  id: { resolve: ({ id }) => id, description: 'The global id, which `node` and `contact` take.' },
  isTypeOf: () => true,
  fields: (t) => ({
    contactId: t.field({
      type: 'SafeInt',
      nullable: false,
      description: 'The number of the contact in Bitrix24, as REST has it.',
      resolve: ({ id }) => id,
    }),
    name: t.string(upstream('name', 'First name.')),
    lastName: t.string(upstream('lastName', 'Last name.')),
    secondName: t.string(upstream('secondName', 'Patronymic or middle name.')),
    phone: t.string(upstream('phone', 'The first phone number.')),
    phones: t.field(multifield('phone', `All phone numbers, with their types. ${multifieldCost}`)),
    email: t.string(upstream('email', 'The first e-mail address.')),
    emails: t.field(multifield('email', `All e-mail addresses, with their types. ${multifieldCost}`)),
    companyId: t.field({ type: 'SafeInt', ...upstream('companyId', 'The number of the main company.') }),
    post: t.string(upstream('post', 'Job title.')),
    comments: t.string(upstream('comments', 'Free text; can hold BB codes.')),
    typeId: t.string(upstream('typeId', 'Code of the dictionary CONTACT_TYPE, such as `CLIENT`.')),
    sourceId: t.string(upstream('sourceId', 'Code of the dictionary SOURCE, such as `EMAIL`.')),
    sourceDescription: t.string(upstream('sourceDescription', 'More about the source.')),
    honorificId: t.string(upstream('honorific', 'Code of the dictionary HONORIFIC.')),
    assignedById: t.field({ type: 'SafeInt', ...upstream('assignedById', 'The number of the responsible user.') }),
    createdById: t.field({
      type: 'SafeInt',
      ...upstream('createdBy', 'The number of the user who created the contact.'),
    }),
    updatedById: t.field({
      type: 'SafeInt',
      ...upstream('updatedBy', 'The number of the user who changed the contact last.'),
    }),
    createdTime: t.field({ type: 'DateTime', ...upstream('createdTime', 'When the contact was created.') }),
    updatedTime: t.field({ type: 'DateTime', ...upstream('updatedTime', 'When the contact was changed last.') }),
    opened: t.boolean(upstream('opened', 'Whether all users of the portal may see the contact.')),
    export: t.boolean(upstream('export', 'Whether the contact may be exported.')),
    leadId: t.field({
      type: 'SafeInt',
      ...upstream('leadId', 'The number of the lead that the contact was made from.'),
    }),
    cardUrl: t.string({
      description: "The contact's page in Bitrix24; what it shows depends on the viewer's rights there.",
      resolve: ({ id }, _args, { caller }) => caller.cardUrl(id),
    }),
    company: t.field({
      type: Company,
      description: 'The main company.',
      extensions: { upstreamFields: ['companyId'] },
      resolve: (row, _args, { caller }, info) =>
        caller.companyOf(row, readContactField(row, 'companyId'), companyFieldsOf(info)),
    }),
    assignedBy: t.field({ type: User, ...userOf('assignedById', 'The responsible user.') }),
    createdBy: t.field({ type: User, ...userOf('createdBy', 'The user who created the contact.') }),
    updatedBy: t.field({ type: User, ...userOf('updatedBy', 'The user who changed the contact last.') }),
    source: t.field({ type: Status, ...statusOf('sourceId', 'SOURCE', 'Where the contact came from.') }),
    type: t.field({ type: Status, ...statusOf('typeId', 'CONTACT_TYPE', 'What kind of contact it is.') }),
    honorific: t.field({ type: Status, ...statusOf('honorific', 'HONORIFIC', 'How to address the contact.') }),
    requisites: t.field({
      type: [Requisite],
      description: 'Legal and payment details.',
      resolve: ({ id }, _args, { caller }) => caller.requisites(id),
    }),
    customFields: t.field({
      type: [CustomField],
      description: 'Fields that the portal made itself: those named, or all.',
      args: {
        names: t.arg.stringList({
          description:
            'Names as `contactFields` has them, or their other form: `UF_CRM_MY_FIELD` for `ufCrmMyField`. A name that the portal lacks is refused before contacts are read.',
        }),
      },
      resolve: (row, { names }, { caller, inputLimits }) =>
        caller.customFields(row, toCustomFieldNames(names, inputLimits)),
    }),
  }),
});

/** A field of the same value as upstream. */
function upstream<F extends ContactField>(field: F, description: string) {
  return {
    description,
    extensions: { upstreamFields: [field] },
    resolve: (row: ContactRow): ContactFieldValue<F> => readContactField(row, field),
  };
}

function userOf(field: 'assignedById' | 'createdBy' | 'updatedBy', description: string) {
  return {
    description,
    extensions: { upstreamFields: [field] },
    resolve: (row: ContactRow, _args: unknown, { caller }: Context) => caller.user(readContactField(row, field)),
  };
}

function statusOf(field: 'sourceId' | 'typeId' | 'honorific', dictionary: DictionaryName, description: string) {
  return {
    description,
    extensions: { upstreamFields: [field] },
    resolve: (row: ContactRow, _args: unknown, { caller }: Context) =>
      caller.status(dictionary, readContactField(row, field)),
  };
}
