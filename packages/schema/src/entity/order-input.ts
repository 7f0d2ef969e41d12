import { type Direction, type Entity, InvalidArgumentError, isSortable, type OrderKey } from '@contacts/core';
import { builder } from '../builder.ts';
import { enumName } from './enum-name.ts';
import { describeOrder } from './texts.ts';
import { typeName } from './type-name.ts';

/** A sort key as GraphQL has coerced it: the upstream's name of a field. */
export interface OrderInput {
  readonly field?: string | null | undefined;
  /** The name of a custom field, in the place of `field`. */
  readonly custom?: string | null | undefined;
  readonly direction: Direction;
}

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of a sort.',
  values: {
    ASC: { value: 'asc', description: 'Smallest first. Upstream: `asc`.' },
    DESC: { value: 'desc', description: 'Largest first. Upstream: `desc`.' },
  } as const,
});

/** Makes the sort key input of an entity from its table, with the enum of the fields that pages can be sorted by. */
export function orderInput(entity: Entity) {
  const { hasCustomFields = false } = entity;
  const name = `${typeName(entity)}Order`;
  const fields = Object.keys(entity.fields).filter((field) => isSortable(entity, field));
  const SortField = builder.enumType(`${name}Field`, {
    description: `A field that ${entity.name} can be sorted by.`,
    values: Object.fromEntries(fields.map((field) => [enumName(entity, field), sortKey(entity, field)])),
  });
  return builder.inputRef<OrderInput>(name).implement({
    description: hasCustomFields ? 'One sort key: exactly one of `field` and `custom`.' : 'One sort key.',
    fields: (t) => ({
      field: t.field({ type: SortField, required: !hasCustomFields, description: 'The field to sort by.' }),
      ...(hasCustomFields && { custom: t.string({ description: customText }) }),
      direction: t.field({
        type: OrderDirection,
        defaultValue: 'asc',
        required: true,
        description: 'The direction, `ASC` by default.',
      }),
    }),
  });
}

const customText =
  'The name of a custom field with one value, as `contactFields` has it, or its other form; checked by that list before anything else is read. Enumerations and links to records are sorted by number; money cannot be sorted by.';

/**
 * Returns the sort keys of an `orderBy` argument.
 * @throws InvalidArgumentError for a key of no field, or of both a field and a custom field
 */
export function toOrderKeys(input: readonly OrderInput[] | null | undefined): readonly OrderKey[] {
  return (input ?? []).map((key, index) => {
    const { field, custom, direction } = key;
    const argument = `orderBy[${index}]`;
    if (typeof field === 'string' && typeof custom !== 'string') return { field, direction };
    if (typeof custom === 'string' && typeof field !== 'string') return { field: custom, direction, argument };
    throw new InvalidArgumentError(argument, key, 'exactly one of field and custom');
  });
}

function sortKey(entity: Entity, field: string) {
  return { value: field, description: describeOrder(entity, field) };
}
