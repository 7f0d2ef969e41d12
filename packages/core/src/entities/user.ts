import { decoded, decoders, misfit, toInteger, toText } from './decode.ts';

/** A user of the portal: somebody who works with it (contract §7, "Users"). */
export interface User {
  readonly id: number;
  readonly name: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly workPosition: string | null;
  /** Whether the user still has access; those who left stay as inactive. */
  readonly active: boolean | null;
}

/** The members that are kept of a user, as {@link toUser} names them. */
const kept: ReadonlySet<string> = new Set(['id', 'name', 'lastname', 'email', 'workposition', 'active']);

/**
 * Takes one element of an upstream answer as a user. Names come in camelCase or UPPER_CASE and ids as numbers or texts,
 * depending on the route (contract §7, §4). Members are decoded when they are read: one that has no known form is an
 * error at its own place, and the others stay.
 * @throws UpstreamError `bad_response` if it has no usable id
 */
export function toUser(element: unknown): User {
  const members = new Map(
    Object.entries(element ?? {})
      .map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value as unknown] as const)
      .filter(([name]) => kept.has(name)),
  );
  const id = toInteger(members.get('id'));
  if (id === undefined || id < 1) throw misfit('user', 'id', members.get('id'));
  const text = (name: string): string | null => decoded('user', name, members.get(name.toLowerCase()), toText);
  return {
    id,
    get name() {
      return text('name');
    },
    get lastName() {
      return text('lastName');
    },
    get email() {
      return text('email');
    },
    get workPosition() {
      return text('workPosition');
    },
    get active() {
      return decoded('user', 'active', members.get('active'), decoders.boolean);
    },
  };
}
