import { type ContactField, type OrderKey } from '@contacts/core';
import { builder } from './builder.ts';
import { describeContactOrder } from './descriptions.ts';

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of a sort.',
  values: {
    ASC: { value: 'asc', description: 'Smallest first. Upstream: `asc`.' },
    DESC: { value: 'desc', description: 'Largest first. Upstream: `desc`.' },
  } as const,
});

const value = <F extends ContactField>(field: F) => ({ value: field, description: describeContactOrder(field) });

/** The fields that the upstream sorts by in a way that a cursor can follow (`isSortable` in core). */
const ContactOrderField = builder.enumType('ContactOrderField', {
  description: 'A field that contacts can be sorted by.',
  values: {
    CONTACT_ID: value('id'),
    NAME: value('name'),
    LAST_NAME: value('lastName'),
    SECOND_NAME: value('secondName'),
    COMPANY_ID: value('companyId'),
    POST: value('post'),
    TYPE_ID: value('typeId'),
    SOURCE_ID: value('sourceId'),
    ASSIGNED_BY_ID: value('assignedById'),
    CREATED_BY_ID: value('createdBy'),
    UPDATED_BY_ID: value('updatedBy'),
    CREATED_TIME: value('createdTime'),
    UPDATED_TIME: value('updatedTime'),
    LEAD_ID: value('leadId'),
    HONORIFIC_ID: value('honorific'),
  } as const,
});

export const ContactOrderInput = builder.inputType('ContactOrder', {
  description: 'One sort key.',
  fields: (t) => ({
    field: t.field({ type: ContactOrderField, required: true, description: 'The field to sort by.' }),
    direction: t.field({
      type: OrderDirection,
      defaultValue: 'asc',
      required: true,
      description: 'The direction, `ASC` by default.',
    }),
  }),
});

/** The sort keys of an `orderBy` argument. */
export function toOrderKeys(
  input: readonly (typeof ContactOrderInput.$inferInput)[] | null | undefined,
): readonly OrderKey<ContactField>[] {
  return (input ?? []).map(({ field, direction }) => ({ field, direction }));
}
