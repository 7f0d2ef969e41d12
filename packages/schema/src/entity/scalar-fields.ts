import {
  apiName,
  type Entity,
  type FieldKind,
  isCopiedKind,
  kindOf,
  readField,
  type UpstreamRow,
} from '@contacts/core';
import type { FieldMap } from '@pothos/core';
import type { Types } from '../builder.ts';
import { describeField } from './texts.ts';

type FieldBuilder = PothosSchemaTypes.ObjectFieldBuilder<Types, UpstreamRow>;

/** The type of the values of each kind of field. */
const outputTypes = {
  id: 'SafeInt',
  link: 'SafeInt',
  text: 'String',
  longText: 'String',
  code: 'String',
  number: 'Float',
  datetime: 'DateTime',
  date: 'Date',
  boolean: 'Boolean',
  flag: 'Boolean',
  list: 'String',
  multifield: 'String',
} as const satisfies Record<FieldKind, string>;

/** Returns a field of the API for each field of an entity's table, by its name in the API. */
export function scalarFields(t: FieldBuilder, entity: Entity): FieldMap {
  return Object.fromEntries(
    Object.keys(entity.fields).map((field) => [apiName(entity, field), scalarField(t, entity, field)]),
  );
}

function scalarField(t: FieldBuilder, entity: Entity, field: string) {
  const kind = kindOf(entity, field);
  const description = describeField(entity, field);
  // Each row has been checked to have its number, and has it whether or not it is selected.
  if (kind === 'id') {
    const extensions = { copies: { name: field, kind } };
    return t.field({ type: 'SafeInt', nullable: false, description, extensions, resolve: ({ id }) => id });
  }
  return t.field({
    type: outputTypes[kind],
    description,
    extensions: { requires: { fields: [field] }, ...(isCopiedKind(kind) ? { copies: { name: field, kind } } : {}) },
    // One parameter: a compiled operation calls such resolvers with the row alone.
    resolve: (row) => readField(entity, row, field) as never,
  });
}
