import { type ContactGroup as ContactGroupRecord, contacts, type GroupField, groupFields } from '@contacts/core';
import { builder } from './builder.ts';
import { ContactFilterInput } from './contact-filter.ts';
import { enumName } from './entity/enum-name.ts';
import { describeField } from './entity/texts.ts';
import { type FilterInput, toFilter } from './entity/to-filter.ts';
import type { InputLimits } from './input-limits.ts';
import type { Aggregated } from './operation/field-requirements.ts';

const ContactGroupField = builder.enumType('ContactGroupField', {
  description: 'A field that contacts can be counted by.',
  values: Object.fromEntries(
    groupFields.map((field) => [
      enumName(contacts, field),
      { value: field, description: describeField(contacts, field) },
    ]),
  ),
});

const ContactGroup = builder.objectRef<ContactGroupRecord>('ContactGroup').implement({
  description: 'The contacts that have the same value of a field.',
  fields: (t) => ({
    key: t.string({
      description: 'The value: a code, or the number of a user; null for contacts without one, and for `isOther`.',
      resolve: ({ key }) => (key === null ? null : String(key)),
    }),
    count: t.expose('count', { type: 'SafeInt', nullable: false, description: 'Number of contacts in the group.' }),
    isOther: t.boolean({
      nullable: false,
      description:
        'True for the contacts whose values the portal does not list, together: codes that its dictionary lacks, or users that it does not show. Each of them has a group of its own where at most 5,000 contacts pass the filter.',
      resolve: ({ isOther = false }) => isOther,
    }),
  }),
});

const ContactsAggregate = builder.objectRef<Aggregated>('ContactsAggregate').implement({
  description: 'Numbers of contacts.',
  fields: (t) => ({
    count: t.field({
      type: 'SafeInt',
      nullable: false,
      description: 'How many contacts pass the filter.',
      extensions: { requires: { counts: 'all' } },
      resolve: ({ filter }, _args, { caller }) => caller.count(filter),
    }),
    groups: t.field({
      type: [ContactGroup],
      description:
        'The same by a field, exactly; null without groupBy. The upstream loads the contacts for it, in up to 100 reads of 50; of more than 5,000, each value is counted on its own.',
      extensions: { requires: { counts: 'groups' } },
      resolve: ({ filter, groupBy }, _args, { caller }) => (groupBy ? caller.groups(filter, groupBy) : null),
    }),
  }),
});

builder.queryField('contactsAggregate', (t) =>
  t.field({
    type: ContactsAggregate,
    description: 'Counts contacts.',
    args: {
      filter: t.arg({ type: ContactFilterInput, description: 'Which contacts; all when absent.' }),
      groupBy: t.arg({ type: ContactGroupField, description: 'A field to count by.' }),
    },
    extensions: { requires: { aggregate: aggregated } },
    resolve: (_root, args, { inputLimits }) => aggregated(args, inputLimits),
  }),
);

function aggregated(
  {
    filter,
    groupBy,
  }: {
    readonly filter?: FilterInput | null | undefined;
    readonly groupBy?: GroupField | null | undefined;
  },
  limits: InputLimits,
): Aggregated {
  return { filter: toFilter(contacts, filter, limits), groupBy: groupBy ?? null };
}
