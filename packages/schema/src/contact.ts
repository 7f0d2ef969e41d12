import { companies, type ContactRow, contacts, readField } from '@contacts/core';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import { CustomField } from './custom-field.ts';
import { toCustomFieldNames } from './custom-field-names.ts';
import { withUpstreamName } from './descriptions.ts';
import { statusOf, userOf } from './entity/relations.ts';
import { scalarFields } from './entity/scalar-fields.ts';
import { multifield } from './multifield.ts';
import { recordRequirements } from './operation/of-info.ts';
import { Requisite } from './requisite.ts';

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
    ...scalarFields(t, contacts),
    phones: t.field(multifield('phone', `All phone numbers, with their types. ${multifieldCost} Upstream: \`fm\`.`)),
    emails: t.field(multifield('email', `All e-mail addresses, with their types. ${multifieldCost} Upstream: \`fm\`.`)),
    websites: t.field(multifield('web', `All web addresses, with their types. ${multifieldCost} Upstream: \`fm\`.`)),
    messengers: t.field(
      multifield('im', `All messengers, such as Telegram, with their types. ${multifieldCost} Upstream: \`fm\`.`),
    ),
    cardUrl: t.string({
      description: "The contact's page in Bitrix24; what it shows depends on the viewer's rights there.",
      extensions: { requires: { reference: 'me' } },
      resolve: ({ id }, _args, { caller }) => caller.cardUrl(id),
    }),
    company: t.field({
      type: Company,
      description: withUpstreamName(
        'The main company; null without one, and for one that the caller may not see.',
        'companyId',
      ),
      extensions: { requires: { fields: ['companyId'], relation: { entity: companies, by: 'companyId' } } },
      resolve: (row, _args, context, info) =>
        context.caller.companyOf(
          row,
          readField(contacts, row, 'companyId'),
          recordRequirements(info, 'Company', context),
        ),
    }),
    assignedBy: t.field(userOf(contacts, 'assignedById', 'The responsible user.')),
    createdBy: t.field(userOf(contacts, 'createdBy', 'The user that created the contact.')),
    updatedBy: t.field(userOf(contacts, 'updatedBy', 'The user that changed the contact last.')),
    lastActivityBy: t.field(userOf(contacts, 'lastActivityBy', 'The user of the last activity.')),
    source: t.field(statusOf(contacts, 'sourceId', 'Where the contact came from.')),
    type: t.field(statusOf(contacts, 'typeId', 'The kind of the contact.')),
    honorific: t.field(statusOf(contacts, 'honorific', 'The form of address.')),
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
