import { toRow, type UpstreamRow } from './decode.ts';
import { type Entity, type FieldTable, readField } from './entity.ts';

/** The fields of a user that are read, by their names in camelCase (contract §7, "Users"). */
export const userFields = {
  id: { kind: 'id', always: true },
  name: { kind: 'text' },
  lastName: { kind: 'text' },
  email: { kind: 'text' },
  workPosition: { kind: 'text' },
  active: { kind: 'boolean' },
} as const satisfies FieldTable;

/** The upstream name of a field of a user. */
export type UserField = keyof typeof userFields;

/** A person that works with the portal (contract §7, "Users"). */
export interface User {
  readonly id: number;
  readonly name: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly workPosition: string | null;
  /** True while the user has access; users that left stay as inactive. */
  readonly active: boolean | null;
}

/** Users, as the pages and filters know them. */
export const users: Entity<typeof userFields> = {
  name: 'users',
  singular: 'user',
  fields: userFields,
  toRow: (element) => toRow(inCamelCase(element), 'user'),
};

/** The names in camelCase by their letters alone, in lower case. */
const namesByLetters = new Map(Object.keys(userFields).map((name) => [name.toLowerCase(), name]));

/**
 * The members that are read of a user, under their names in camelCase: they come in camelCase or UPPER_CASE, depending
 * on the route (contract §7, §4).
 */
function inCamelCase(element: unknown): UpstreamRow['raw'] {
  return Object.fromEntries(
    Object.entries(element ?? {}).flatMap(([member, value]) => {
      const name = namesByLetters.get(member.replaceAll('_', '').toLowerCase());
      return name === undefined ? [] : [[name, value as unknown]];
    }),
  );
}

/**
 * Takes one element of an upstream answer as a user. Ids come as numbers or texts (contract §4). Members are decoded
 * when they are read: one that has no known form is an error at its own place, and the others stay.
 * @throws UpstreamError `bad_response` if it has no usable id
 */
export function toUser(element: unknown): User {
  const row = users.toRow(element);
  return {
    id: row.id,
    get name() {
      return readField(users, row, 'name');
    },
    get lastName() {
      return readField(users, row, 'lastName');
    },
    get email() {
      return readField(users, row, 'email');
    },
    get workPosition() {
      return readField(users, row, 'workPosition');
    },
    get active() {
      return readField(users, row, 'active');
    },
  };
}
