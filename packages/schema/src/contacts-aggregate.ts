import {
  type ContactGroup as ContactGroupRecord,
  contacts,
  type GroupField,
  groupFields,
  InvalidArgumentError,
  kindOf,
  MAX_GROUPED_RECORDS,
  specOf,
} from '@contacts/core';
import { builder } from './builder.ts';
import { contactFilter } from './contact-filter.ts';
import { enumName } from './entity/enum-name.ts';
import { describeField } from './entity/texts.ts';
import type { FilterInput } from './entity/to-filter.ts';
import type { InputLimits } from './input-limits.ts';
import type { Aggregated } from './operation/field-requirements.ts';
import { selectsCounts } from './operation/of-info.ts';
import { Status } from './status.ts';
import { User } from './user.ts';

const maxGrouped = MAX_GROUPED_RECORDS.toLocaleString('en');

const ContactGroupField = builder.enumType('ContactGroupField', {
  description: 'A field that contacts can be counted by.',
  values: Object.fromEntries(
    groupFields.map((field) => [
      enumName(contacts, field),
      { value: field, description: describeField(contacts, field) },
    ]),
  ),
});

/** A group, and the field that it is a value of. */
interface Group extends ContactGroupRecord {
  /** Absent for a custom field. */
  readonly groupBy?: GroupField;
}

const ContactGroup = builder.objectRef<Group>('ContactGroup').implement({
  description: 'The contacts that have the same value of a field.',
  fields: (t) => ({
    key: t.string({
      description:
        'The value: a code, the number of a user or of an option, or that of a custom field as a text; null for contacts without one, and for `isOther`.',
      resolve: ({ key }) => (key === null ? null : String(key)),
    }),
    count: t.expose('count', { type: 'SafeInt', nullable: false, description: 'Number of contacts in the group.' }),
    title: t.exposeString('title', {
      description:
        'The title of the option that the key is the number of; null but for custom fields that are enumerations.',
    }),
    status: t.field({
      type: Status,
      description:
        'The entry of the dictionary that the key is the code of; null where contacts are grouped by a user, and for a code that the dictionary lacks.',
      extensions: { requires: { counts: 'status' } },
      resolve: ({ groupBy, key }, _args, { caller }) => {
        const dictionary = groupBy && specOf(contacts, groupBy).dictionary;
        return dictionary === undefined || key === null ? null : caller.status(dictionary, String(key));
      },
    }),
    user: t.field({
      type: User,
      description:
        'The user that the key is the number of; null where contacts are grouped by a code, and for a user that the caller may not see.',
      extensions: { requires: { counts: 'user' } },
      resolve: ({ groupBy, key }, _args, { caller }) =>
        groupBy && kindOf(contacts, groupBy) === 'link' && Number(key) > 0 ? caller.user(Number(key)) : null,
    }),
    isOther: t.boolean({
      nullable: false,
      description: `True for the contacts whose values the portal does not list, together: codes that its dictionary lacks, or users that it does not show. Each of them has a group of its own where at most ${maxGrouped} contacts pass the filter.`,
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
      description: 'Number of contacts that pass the filter.',
      extensions: { requires: { counts: 'all' } },
      resolve: ({ filter }, _args, { caller }) => caller.count(contacts, filter),
    }),
    groups: t.field({
      type: [ContactGroup],
      description: `The same by a field, exactly; null without groupBy or groupByCustom. The upstream loads the contacts for it, in up to 100 reads of 50; of more than ${maxGrouped}, each value is counted on its own.`,
      extensions: { requires: { counts: 'groups' } },
      resolve: async ({ filter, groupBy, custom }, _args, { caller }, info): Promise<readonly Group[] | null> => {
        if (custom !== null) return caller.customGroups(filter, custom);
        if (!groupBy) return null;
        const groups = await caller.groups(filter, groupBy, selectsCounts(info, 'ContactGroup', 'status'));
        return groups.map((group): Group => ({ ...group, groupBy }));
      },
    }),
  }),
});

builder.queryField('contactsAggregate', (t) =>
  t.field({
    type: ContactsAggregate,
    description: 'Counts contacts.',
    args: {
      filter: t.arg({ type: contactFilter.type, description: 'Which contacts; all when absent.' }),
      groupBy: t.arg({ type: ContactGroupField, description: 'A field to count by.' }),
      groupByCustom: t.arg.string({
        description: `The name of a custom field with one value to count by, in the place of \`groupBy\`; of more than ${maxGrouped} contacts, of an enumeration.`,
      }),
    },
    extensions: { requires: { aggregate: aggregated } },
    resolve: (_root, args, { inputLimits }) => aggregated(args, inputLimits),
  }),
);

function aggregated(
  {
    filter,
    groupBy = null,
    groupByCustom: custom = null,
  }: {
    readonly filter?: FilterInput | null | undefined;
    readonly groupBy?: GroupField | null | undefined;
    readonly groupByCustom?: string | null | undefined;
  },
  limits: InputLimits,
): Aggregated {
  if (groupBy !== null && custom !== null) {
    throw new InvalidArgumentError('groupByCustom', custom, 'leaving it out where groupBy is given');
  }
  return { filter: contactFilter.readOne(filter, limits), groupBy, custom };
}
