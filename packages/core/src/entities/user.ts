import { toRow, type UpstreamRow } from './decode.ts';
import type { Entity, FieldTable } from './entity.ts';

/** The fields of a user by their names in camelCase (contract §7, "Users"). */
export const userFields = {
  id: { kind: 'id', always: true, name: 'userId', text: 'Number of the user in Bitrix24.' },
  name: { kind: 'text', text: 'First name.' },
  lastName: { kind: 'text', text: 'Last name.' },
  email: { kind: 'text', text: 'E-mail address.' },
  workPosition: { kind: 'text', text: 'Job title.' },
  active: { kind: 'boolean', text: 'True while the user has access; users that left stay as inactive.' },
  personalPhone: { kind: 'text', text: 'Phone number, as the user wrote it.' },
  isAdmin: { kind: 'boolean', text: 'True for an administrator of the portal.' },
  lastLogin: { kind: 'datetime', text: 'Time of the last sign-in.' },
} as const satisfies FieldTable;

/** A user of the portal, as the upstream sent it (contract §7, "Users"). */
export type UserRow = UpstreamRow;

/** Users, as the pages and filters know them. */
export const users: Entity<typeof userFields> = {
  name: 'users',
  singular: 'user',
  scope: 'user',
  isReference: true,
  fields: userFields,
  toRow: (element) => toRow(inCamelCase(element), 'user'),
};

/** The names in camelCase by their letters alone, in lower case. */
const namesByLetters = new Map(Object.keys(userFields).map((name) => [name.toLowerCase(), name]));

/** The names of members by what the upstream calls them. */
const namesOfMembers = new Map<string, string | undefined>();
/** Maximum number of them: each user of a portal has the same members, but the upstream could send any. */
const MAX_MEMBERS = 1000;

/**
 * Returns the known members of a user under their names in camelCase: they come in camelCase or UPPER_CASE, depending on
 * the route (contract §7, §4).
 */
function inCamelCase(element: unknown): UpstreamRow['raw'] {
  const raw: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(element ?? {})) {
    const name = nameOf(member);
    if (name !== undefined) raw[name] = value;
  }
  return raw;
}

function nameOf(member: string): string | undefined {
  if (namesOfMembers.size >= MAX_MEMBERS) namesOfMembers.clear();
  return namesOfMembers.getOrInsertComputed(member, () => namesByLetters.get(member.replaceAll('_', '').toLowerCase()));
}
