import { InvalidArgumentError } from '@contacts/core';
import { checkLength, type InputLimits } from './input-limits.ts';

/** The types that have global ids. */
export type NodeType = 'Contact' | 'Company' | 'User';

export interface GlobalId {
  readonly type: NodeType;
  /** The upstream's number. */
  readonly id: number;
}

/**
 * Reads a global id.
 * @throws InvalidArgumentError if it is not one of this schema
 */
export function parseGlobalId(argument: string, id: string): GlobalId {
  const [, type, digits] = /^(Contact|Company|User):(\d{1,16})$/.exec(Buffer.from(id, 'base64').toString('utf8')) ?? [];
  const number = Number(digits);
  if (type === undefined || !isUpstreamId(number)) {
    throw new InvalidArgumentError(argument, id, 'a global id, as the field id of a Contact, Company or User gives it');
  }
  return { type: type as NodeType, id: number };
}

/**
 * Reads the global ids of the argument `ids`. An id that is not of this schema is an error in its own place.
 * @throws ListTooLongError if there are too many
 */
export function parseGlobalIds(
  ids: readonly string[],
  limits: InputLimits,
): readonly (GlobalId | InvalidArgumentError)[] {
  checkLength('ids', ids, limits.ids, 'ids');
  return ids.map((id, index) => {
    try {
      return parseGlobalId(`ids.${index}`, id);
    } catch (error) {
      if (error instanceof InvalidArgumentError) return error;
      throw error;
    }
  });
}

/**
 * The upstream's number of a contact, from it or from a global id.
 * @throws InvalidArgumentError if `id` is neither
 */
export function parseContactId(argument: string, id: string): number {
  const allowed = 'the global id of a Contact, or its number in Bitrix24 (a positive integer)';
  if (/^\d{1,16}$/.test(id) && isUpstreamId(Number(id))) return Number(id);
  const [, digits] = /^Contact:(\d{1,16})$/.exec(Buffer.from(id, 'base64').toString('utf8')) ?? [];
  const number = Number(digits);
  if (!isUpstreamId(number)) throw new InvalidArgumentError(argument, id, allowed);
  return number;
}

/** Ids begin at 1; a number beyond 2^53 - 1 is not exact. */
function isUpstreamId(number: number): boolean {
  return Number.isSafeInteger(number) && number > 0;
}
