import { decoders, misfit, toInteger, toText } from './decode.ts';

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

/**
 * Takes one element of an upstream answer as a user. Names come in camelCase or UPPER_CASE and ids as numbers or texts,
 * depending on the route (contract §7, §4).
 * @throws UpstreamError `bad_response` if it has no usable id
 */
export function toUser(element: unknown): User {
  const members = new Map(
    Object.entries(element ?? {}).map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value as unknown]),
  );
  const id = toInteger(members.get('id'));
  if (id === undefined || id < 1) throw misfit('user', 'id', members.get('id'));
  const text = (name: string): string | null => toText(members.get(name)) ?? null;
  return {
    id,
    name: text('name'),
    lastName: text('lastname'),
    email: text('email'),
    workPosition: text('workposition'),
    active: decoders.boolean(members.get('active')) ?? null,
  };
}
