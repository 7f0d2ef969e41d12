import type { FieldDescription } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';

const flag = (text: string, name: string) => withUpstreamName(`${text} Null with an error if it cannot be read.`, name);

export const ContactField = builder.objectRef<FieldDescription>('ContactField').implement({
  description: "A field of contacts, as the portal's field list has it.",
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: false,
      description: 'The upstream name; custom fields begin with `ufCrm` or `UF_CRM`.',
    }),
    type: t.exposeString('type', {
      description: withUpstreamName('The type of its values; null with an error if it cannot be read.', 'type'),
    }),
    title: t.exposeString('title', {
      description: withUpstreamName('The title that users see, in the language of the portal.', 'title'),
    }),
    isCustom: t.boolean({
      nullable: false,
      description: 'True for a custom field of the portal, which `Contact.customFields` reads.',
      resolve: ({ name }) => /^(?:ufCrm|UF_CRM)/.test(name),
    }),
    isRequired: t.exposeBoolean('isRequired', {
      description: flag('True if every contact needs a value.', 'isRequired'),
    }),
    isReadOnly: t.exposeBoolean('isReadOnly', { description: flag('True if it cannot be written.', 'isReadOnly') }),
    isMultiple: t.exposeBoolean('isMultiple', {
      description: flag('True if it can hold several values.', 'isMultiple'),
    }),
    options: t.field({
      type: [ContactFieldOption],
      nullable: false,
      description: withUpstreamName('The options of an enumeration; empty for other types.', 'items'),
      resolve: ({ items }) => items,
    }),
  }),
});

const ContactFieldOption = builder.objectRef<FieldDescription['items'][number]>('ContactFieldOption').implement({
  description: 'One of the values of an enumeration.',
  fields: (t) => ({
    optionId: t.exposeString('id', {
      nullable: false,
      description: withUpstreamName('The number that records hold.', 'id'),
    }),
    value: t.exposeString('value', {
      nullable: false,
      description: withUpstreamName('The text that users see.', 'value'),
    }),
  }),
});

builder.queryField('contactFields', (t) =>
  t.field({
    type: [ContactField],
    description: "The portal's list of contact fields, its custom fields included.",
    extensions: { requires: { reference: 'fields' } },
    resolve: (_root, _args, { caller }) => caller.contactFields(),
  }),
);
