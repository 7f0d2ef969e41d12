import { type DictionaryName, dictionaryNames, type Status as StatusRecord } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';

export const Status = builder.objectRef<StatusRecord>('Status').implement({
  description: "An entry of one of the portal's dictionaries.",
  fields: (t) => ({
    statusId: t.exposeString('statusId', {
      nullable: false,
      description: withUpstreamName('The code that records hold.', 'statusId'),
    }),
    name: t.exposeString('name', {
      description: withUpstreamName('The name that users see, in the language of the portal.', 'name'),
    }),
    sort: t.expose('sort', {
      type: 'SafeInt',
      description: withUpstreamName('Its place in the dictionary, smallest first.', 'sort'),
    }),
    color: t.exposeString('color', {
      description: withUpstreamName('Its color as CSS has it, such as `#ff5722`.', 'color'),
    }),
  }),
});

/** Entries of a dictionary, for the size of an answer: there are a dozen or two (contract §7, "Statuses"). */
const USUAL_ENTRIES = 20;

const dictionaryTexts: Readonly<Record<DictionaryName, string>> = {
  SOURCE: 'Where contacts and companies come from.',
  CONTACT_TYPE: 'Kinds of contacts.',
  HONORIFIC: 'Forms of address.',
  COMPANY_TYPE: 'Kinds of companies.',
  INDUSTRY: 'Lines of business of companies.',
};

const StatusDictionary = builder.enumType('StatusDictionary', {
  description: "A dictionary of the portal, by the upstream's name.",
  values: Object.fromEntries(
    dictionaryNames.map((name) => [name, { value: name, description: withUpstreamName(dictionaryTexts[name], name) }]),
  ) as Record<DictionaryName, { readonly value: DictionaryName; readonly description: string }>,
});

builder.queryField('statuses', (t) =>
  t.field({
    type: [Status],
    description: "The entries of a dictionary in the portal's order, such as the sources that a contact can have.",
    args: {
      dictionary: t.arg({ type: StatusDictionary, required: true, description: 'The dictionary.' }),
    },
    extensions: {
      requires: {
        dictionary: ({ dictionary }: { readonly dictionary: DictionaryName }) => dictionary,
        length: () => USUAL_ENTRIES,
      },
    },
    resolve: (_root, { dictionary }, { caller }) => caller.statuses(dictionary),
  }),
);
