import { InvalidArgumentError, type UpstreamRow } from '@contacts/core';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { nodeTypeNames, nodeTypeOf } from './entity/node-types.ts';
import { checkLength, type InputLimits } from './input-limits.ts';
import type { GlobalId } from './operation/field-requirements.ts';

/** Gives global ids at once: the plugin's resolvers of them await, which costs a promise or two for each row. */
export function resolveIdsAtOnce(schema: GraphQLSchema): GraphQLSchema {
  for (const name of nodeTypeNames()) {
    const type = schema.getType(name);
    const field = isObjectType(type) ? type.getFields()['id'] : undefined;
    if (field) field.resolve = ({ id }: UpstreamRow) => Buffer.from(`${name}:${id}`).toString('base64');
  }
  return schema;
}

/**
 * Parses a global id.
 * @throws InvalidArgumentError if it is not one of this schema
 */
export function parseGlobalId(argument: string, id: string): GlobalId {
  const globalId = decodeGlobalId(id);
  if (globalId) return globalId;
  const types = new Intl.ListFormat('en', { type: 'disjunction' }).format(nodeTypeNames());
  throw new InvalidArgumentError(argument, id, `a global id, as the field id of a ${types} gives it`);
}

/**
 * Parses the global ids of the argument `ids`. An id that is not of this schema is an error at its own position.
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
 * Returns the upstream's number of a record, from it or from a global id.
 * @param type the name of the type of the record
 * @throws InvalidArgumentError if `id` is neither
 */
export function parseRecordId(argument: string, id: string, type: string): number {
  if (/^\d{1,16}$/.test(id) && isUpstreamId(Number(id))) return Number(id);
  const globalId = decodeGlobalId(id);
  if (globalId?.type === type) return globalId.id;
  const allowed = `the global id of a ${type}, or its number in Bitrix24 (a positive integer)`;
  throw new InvalidArgumentError(argument, id, allowed);
}

function decodeGlobalId(id: string): GlobalId | undefined {
  const [, type = '', digits] = /^([A-Za-z]{1,40}):(\d{1,16})$/.exec(Buffer.from(id, 'base64').toString('utf8')) ?? [];
  const number = Number(digits);
  return nodeTypeOf(type) && isUpstreamId(number) ? { type, id: number } : undefined;
}

/** Ids begin at 1; a number beyond 2^53 - 1 is not exact. */
function isUpstreamId(number: number): boolean {
  return Number.isSafeInteger(number) && number > 0;
}
