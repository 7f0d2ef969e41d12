import type { Entity } from '../entities/entity.ts';
import type { RequestContext } from '../http/endpoint.ts';

/** Counts one native call. Resolves when it may run; undefined if it may run at once. */
export function nativeCall(
  context: RequestContext,
  entity: Entity,
  offset: number,
  limit: number,
): Promise<void> | undefined {
  const { record } = context;
  const page = record.innerPages;
  record.innerPages += 1;
  return context.acquireNativeCall({ entity: entity.name, offset, limit, page });
}
