import { type Entity, type FieldOf, type FieldTable, readField, specOf, type UpstreamRow, users } from '@contacts/core';
import type { Context } from '../context.ts';
import { withUpstreamName } from '../descriptions.ts';
import { Status } from '../status.ts';
import { User } from '../user.ts';

/** The fields of a table that are of a kind. */
type FieldOfKind<T extends FieldTable, K extends string> = {
  [F in FieldOf<T>]: T[F]['kind'] extends K ? F : never;
}[FieldOf<T>];

/** Returns the options of a field with the user that a link of the record names. */
export function userOf<T extends FieldTable>(entity: Entity<T>, field: FieldOfKind<T, 'link'>, text: string) {
  return {
    type: User,
    description: withUpstreamName(text, field),
    extensions: { requires: { fields: [field], relation: { entity: users, by: field } } },
    resolve: (row: UpstreamRow, _args: unknown, { caller }: Context) =>
      caller.user(readField(entity, row, field) as number | null),
  };
}

/** Returns the options of a field with the entry of a dictionary whose code the record holds. */
export function statusOf<T extends FieldTable>(entity: Entity<T>, field: FieldOfKind<T, 'code'>, text: string) {
  const { dictionary } = specOf(entity, field);
  if (dictionary === undefined) throw new TypeError(`${entity.name}.${field} holds codes of no dictionary.`);
  return {
    type: Status,
    description: withUpstreamName(`${text} An entry of the dictionary ${dictionary}.`, field),
    extensions: { requires: { fields: [field], dictionary } },
    resolve: (row: UpstreamRow, _args: unknown, { caller }: Context) =>
      caller.status(dictionary, readField(entity, row, field) as string | null),
  };
}
