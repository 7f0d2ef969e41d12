import {
  type ContactField,
  contactFields,
  type ContactFieldValue,
  type ContactRow,
  type DictionaryName,
  readContactField,
} from '@contacts/core';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import type { Context } from './context.ts';
import { CustomField } from './custom-field.ts';
import { toCustomFieldNames } from './custom-field-names.ts';
import { describeContactField, withUpstreamName } from './descriptions.ts';
import { multifield } from './multifield.ts';
import { recordRequirements } from './operation/of-info.ts';
import { Requisite } from './requisite.ts';
import { Status } from './status.ts';
import { User } from './user.ts';

const multifieldCost =
  'Costs nothing where the lists of the upstream have them, else one request for each 50 contacts. Null with an error if they cannot be read, and without one if the contact was deleted in the meantime.';

/** Custom fields that a portal has, for the size of an answer: there are dozens of them. */
const USUAL_CUSTOM_FIELDS = 25;

export const Contact = builder.objectRef<ContactRow>('Contact');

builder.node(Contact, {
  description: 'A person in the CRM of a Bitrix24 portal.',
  id: { resolve: ({ id }) => id, description: 'The global id, which `node` and `contact` take.' },
  isTypeOf: () => true,
  fields: (t) => ({
    contactId: t.field({
      type: 'SafeInt',
      nullable: false,
      description: describeContactField('id'),
      extensions: { copies: { name: 'id', kind: 'id' } },
      resolve: ({ id }) => id,
    }),
    name: t.string(upstream('name')),
    lastName: t.string(upstream('lastName')),
    secondName: t.string(upstream('secondName')),
    phone: t.string(upstream('phone')),
    phones: t.field(multifield('phone', `All phone numbers, with their types. ${multifieldCost} Upstream: \`fm\`.`)),
    email: t.string(upstream('email')),
    emails: t.field(multifield('email', `All e-mail addresses, with their types. ${multifieldCost} Upstream: \`fm\`.`)),
    companyId: t.field({ type: 'SafeInt', ...upstream('companyId') }),
    post: t.string(upstream('post')),
    comments: t.string(upstream('comments')),
    typeId: t.string(upstream('typeId')),
    sourceId: t.string(upstream('sourceId')),
    sourceDescription: t.string(upstream('sourceDescription')),
    honorificId: t.string(upstream('honorific')),
    assignedById: t.field({ type: 'SafeInt', ...upstream('assignedById') }),
    createdById: t.field({
      type: 'SafeInt',
      ...upstream('createdBy'),
    }),
    updatedById: t.field({
      type: 'SafeInt',
      ...upstream('updatedBy'),
    }),
    createdTime: t.field({ type: 'DateTime', ...upstream('createdTime') }),
    updatedTime: t.field({ type: 'DateTime', ...upstream('updatedTime') }),
    opened: t.boolean(upstream('opened')),
    export: t.boolean(upstream('export')),
    leadId: t.field({
      type: 'SafeInt',
      ...upstream('leadId'),
    }),
    cardUrl: t.string({
      description: "The contact's page in Bitrix24; what it shows depends on the viewer's rights there.",
      extensions: { requires: { reference: 'portal' } },
      resolve: ({ id }, _args, { caller }) => caller.cardUrl(id),
    }),
    company: t.field({
      type: Company,
      description: withUpstreamName(
        'The main company; null without one, and for one that the caller may not see.',
        'companyId',
      ),
      extensions: { requires: { fields: ['companyId'], relation: { entity: 'company', by: 'companyId' } } },
      resolve: (row, _args, context, info) =>
        context.caller.companyOf(row, readContactField(row, 'companyId'), recordRequirements(info, 'Company', context)),
    }),
    assignedBy: t.field({ type: User, ...userOf('assignedById', 'The responsible user.') }),
    createdBy: t.field({ type: User, ...userOf('createdBy', 'The user that created the contact.') }),
    updatedBy: t.field({ type: User, ...userOf('updatedBy', 'The user that changed the contact last.') }),
    source: t.field({ type: Status, ...statusOf('sourceId', 'SOURCE', 'Where the contact came from.') }),
    type: t.field({ type: Status, ...statusOf('typeId', 'CONTACT_TYPE', 'What kind of contact it is.') }),
    honorific: t.field({ type: Status, ...statusOf('honorific', 'HONORIFIC', 'How to address the contact.') }),
    requisites: t.field({
      type: [Requisite],
      description: 'Legal and payment details, read from `/v1/requisites`; an empty list without any.',
      extensions: { requires: { part: 'requisites' } },
      resolve: ({ id }, _args, { caller }) => caller.requisites(id),
    }),
    customFields: t.field({
      type: [CustomField],
      description: 'Fields that the portal made itself: those named, or all.',
      args: {
        names: t.arg.stringList({
          description:
            'Names as `contactFields` has them, or their other form: `UF_CRM_MY_FIELD` for `ufCrmMyField`. A name that the portal lacks is refused before contacts are read. At most 50, unless the gateway is set otherwise.',
        }),
      },
      extensions: {
        requires: {
          reference: 'fields',
          customFields: ({ names }, limits) => toCustomFieldNames(names, limits),
          length: ({ names }) => names?.length ?? USUAL_CUSTOM_FIELDS,
        },
      },
      resolve: (row, { names }, { caller, inputLimits }) =>
        caller.customFields(row, toCustomFieldNames(names, inputLimits)),
    }),
  }),
});

/** A field of the same value as upstream. */
function upstream<F extends ContactField>(field: F) {
  return {
    description: describeContactField(field),
    extensions: { requires: { fields: [field] }, copies: { name: field, kind: contactFields[field].kind } },
    resolve: (row: ContactRow): ContactFieldValue<F> => readContactField(row, field),
  };
}

function userOf(field: 'assignedById' | 'createdBy' | 'updatedBy', text: string) {
  return {
    description: withUpstreamName(text, field),
    extensions: { requires: { fields: [field], relation: { entity: 'user', by: field } as const } },
    resolve: (row: ContactRow, _args: unknown, { caller }: Context) => caller.user(readContactField(row, field)),
  };
}

function statusOf(field: 'sourceId' | 'typeId' | 'honorific', dictionary: DictionaryName, text: string) {
  return {
    description: withUpstreamName(`${text} An entry of the dictionary ${dictionary}.`, field),
    extensions: { requires: { fields: [field], dictionary } },
    resolve: (row: ContactRow, _args: unknown, { caller }: Context) =>
      caller.status(dictionary, readContactField(row, field)),
  };
}
