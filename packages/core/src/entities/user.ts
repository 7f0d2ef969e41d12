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

/** The names of members by what the upstream calls them; `null` for those that are not in the table. */
const namesOfMembers = new Map<string, string | null>();
/** Maximum number of them: each user of a portal has the same members, but the upstream could send any. */
const MAX_MEMBERS = 1000;

/**
 * Returns the known members of a user under their names in camelCase: they come in camelCase or UPPER_CASE, depending on
 * the route (contract §7, §4).
 */
function inCamelCase(element: unknown): UpstreamRow['raw'] {
  const members = (element ?? {}) as Readonly<Record<string, unknown>>;
  const raw: Record<string, unknown> = {};
  for (const member of Object.keys(members)) {
    const name = nameOf(member);
    if (name !== null) raw[name] = members[member];
  }
  return raw;
}

function nameOf(member: string): string | null {
  const known = namesOfMembers.get(member);
  if (known !== undefined) return known;
  const name = namesByLetters.get(member.replaceAll('_', '').toLowerCase()) ?? null;
  if (namesOfMembers.size >= MAX_MEMBERS) namesOfMembers.clear();
  namesOfMembers.set(member, name);
  return name;
}
