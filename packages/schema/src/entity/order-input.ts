import { type Direction, type Entity, isSortable, type OrderKey } from '@contacts/core';
import { builder } from '../builder.ts';
import { enumName } from './enum-name.ts';
import { describeOrder } from './texts.ts';
import { typeName } from './type-name.ts';

/** A sort key as GraphQL has coerced it: the upstream's name of a field. */
export interface OrderInput {
  readonly field: string;
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
  const name = `${typeName(entity)}Order`;
  const fields = Object.keys(entity.fields).filter((field) => isSortable(entity, field));
  const SortField = builder.enumType(`${name}Field`, {
    description: `A field that ${entity.name} can be sorted by.`,
    values: Object.fromEntries(fields.map((field) => [enumName(entity, field), sortKey(entity, field)])),
  });
  return builder.inputRef<OrderInput>(name).implement({
    description: 'One sort key.',
    fields: (t) => ({
      field: t.field({ type: SortField, required: true, description: 'The field to sort by.' }),
      direction: t.field({
        type: OrderDirection,
        defaultValue: 'asc',
        required: true,
        description: 'The direction, `ASC` by default.',
      }),
    }),
  });
}

/** Returns the sort keys of an `orderBy` argument. */
export function toOrderKeys(input: readonly OrderInput[] | null | undefined): readonly OrderKey[] {
  return (input ?? []).map(({ field, direction }) => ({ field, direction }));
}

function sortKey(entity: Entity, field: string) {
  return { value: field, description: describeOrder(entity, field) };
}
