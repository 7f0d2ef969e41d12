import {
  type ContactField,
  type ContactFieldValue,
  type ContactRow,
  InvalidArgumentError,
  readContactField,
} from '@contacts/core';
import { builder } from './builder.ts';
import { selectionOf, upstreamFieldsOf } from './selection.ts';

export const Contact = builder.objectRef<ContactRow>('Contact');

/** A field of the same name and value as upstream. */
function upstream<F extends ContactField>(field: F, description: string) {
  return {
    description,
    extensions: { upstreamFields: [field] as const },
    resolve: (row: ContactRow): ContactFieldValue<F> => readContactField(row, field),
  };
}

builder.node(Contact, {
  description: 'A person in the CRM of a Bitrix24 portal.',
  id: { resolve: ({ id }) => id, description: 'The global id, which `node` and `contact` take.' },
  isTypeOf: () => true,
  fields: (t) => ({
    contactId: t.int({
      nullable: false,
      description: 'The number of the contact in Bitrix24, as REST has it.',
      resolve: ({ id }) => id,
    }),
    name: t.string(upstream('name', 'First name.')),
    lastName: t.string(upstream('lastName', 'Last name.')),
    secondName: t.string(upstream('secondName', 'Patronymic or middle name.')),
    phone: t.string(upstream('phone', 'The first phone number.')),
    email: t.string(upstream('email', 'The first e-mail address.')),
    companyId: t.int(upstream('companyId', 'The number of the main company.')),
    post: t.string(upstream('post', 'Job title.')),
    comments: t.string(upstream('comments', 'Free text; can hold BB codes.')),
    typeId: t.string(upstream('typeId', 'Code of the dictionary CONTACT_TYPE, such as `CLIENT`.')),
    sourceId: t.string(upstream('sourceId', 'Code of the dictionary SOURCE, such as `EMAIL`.')),
    sourceDescription: t.string(upstream('sourceDescription', 'More about the source.')),
    assignedById: t.int(upstream('assignedById', 'The number of the responsible user.')),
    createdBy: t.int(upstream('createdBy', 'The number of the user who created the contact.')),
    updatedBy: t.int(upstream('updatedBy', 'The number of the user who changed the contact last.')),
    createdTime: t.field({ type: 'DateTime', ...upstream('createdTime', 'When the contact was created.') }),
    updatedTime: t.field({ type: 'DateTime', ...upstream('updatedTime', 'When the contact was changed last.') }),
    opened: t.boolean(upstream('opened', 'Whether all users of the portal may see the contact.')),
    export: t.boolean(upstream('export', 'Whether the contact may be exported.')),
    leadId: t.int(upstream('leadId', 'The number of the lead that the contact was made from.')),
    honorific: t.string(upstream('honorific', 'Code of the dictionary HONORIFIC.')),
    cardUrl: t.string({
      description: "The contact's page in Bitrix24; what it shows depends on the viewer's rights there.",
      resolve: ({ id }, _args, { caller }) => caller.cardUrl(id),
    }),
  }),
});

builder.queryField('contact', (t) =>
  t.field({
    type: Contact,
    description: 'One contact, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'The global id, or the number of the contact in Bitrix24.' }) },
    resolve: (_root, { id }, { caller }, info) =>
      caller.contact(toContactId('id', id), upstreamFieldsOf(info, selectionOf(info, 'Contact'), 'Contact')),
  }),
);

const ALLOWED = 'the global id of a Contact, or its number in Bitrix24 (a positive integer)';

/**
 * The upstream's number of a contact from either form of its id.
 * @throws InvalidArgumentError if `id` is neither
 */
export function toContactId(argument: string, id: string): number {
  const number = Number(/^\d{1,10}$/.test(id) ? id : /^Contact:(\d{1,10})$/.exec(decodeBase64(id))?.[1]);
  if (Number.isInteger(number) && number > 0 && number < 2 ** 31) return number;
  throw new InvalidArgumentError(argument, id, ALLOWED);
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
