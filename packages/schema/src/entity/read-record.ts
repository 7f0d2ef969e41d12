import type { Entity, UpstreamRow } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import { recordRequirements } from '../operation/of-info.ts';
import { typeName } from './type-name.ts';

/** Reads one record with what is selected on it; `null` if there is none that the caller may see. */
export function readRecord(
  entity: Entity,
  id: number,
  context: Context,
  info: GraphQLResolveInfo,
): UpstreamRow | null | Promise<UpstreamRow | null> {
  return context.caller.record(entity, id, recordRequirements(info, typeName(entity), context));
}
