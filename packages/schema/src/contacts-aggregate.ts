import type { ContactGroup as ContactGroupRecord, GroupField } from '@contacts/core';
import { builder } from './builder.ts';
import { ContactFilterInput, toContactFilter } from './contact-filter.ts';

const value = <F extends GroupField>(field: F): { value: F } => ({ value: field });

const ContactGroupField = builder.enumType('ContactGroupField', {
  description: 'A field that contacts can be counted by.',
  values: { TYPE_ID: value('typeId'), SOURCE_ID: value('sourceId'), ASSIGNED_BY_ID: value('assignedById') } as const,
});

const ContactGroup = builder.objectRef<ContactGroupRecord>('ContactGroup').implement({
  description: 'The contacts that have the same value of a field.',
  fields: (t) => ({
    key: t.string({
      description: 'The value: a code, or the number of a user; null for contacts without one.',
      resolve: ({ key }) => (key === null ? null : String(key)),
    }),
    count: t.exposeInt('count', { nullable: false }),
  }),
});

const ContactsAggregate = builder
  .objectRef<{ readonly count: number; readonly groups: readonly ContactGroupRecord[] | null }>('ContactsAggregate')
  .implement({
    description: 'Numbers of contacts.',
    fields: (t) => ({
      count: t.exposeInt('count', { nullable: false, description: 'How many contacts pass the filter.' }),
      groups: t.field({
        type: [ContactGroup],
        description: 'The same by a field; null without groupBy.',
        resolve: ({ groups }) => groups,
      }),
    }),
  });

builder.queryField('contactsAggregate', (t) =>
  t.field({
    type: ContactsAggregate,
    description: 'Counts contacts, in one call.',
    args: {
      filter: t.arg({ type: ContactFilterInput, description: 'Which contacts; all when absent.' }),
      groupBy: t.arg({ type: ContactGroupField, description: 'A field to count by.' }),
    },
    resolve: async (_root, { filter, groupBy }, { caller, inputLimits }) => {
      const conditions = toContactFilter(filter, inputLimits);
      if (!groupBy) return { count: await caller.count(conditions), groups: null };
      return caller.groups(conditions, groupBy);
    },
  }),
);
