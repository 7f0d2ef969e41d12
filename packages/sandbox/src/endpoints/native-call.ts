import type { Entity } from '../entities/entity.ts';
import type { Call } from '../http/call.ts';

/** Counts one native call and waits as long as it takes; undefined when there is nothing to wait for. */
export function nativeCall(call: Call, entity: Entity, offset: number, limit: number): Promise<void> | undefined {
  const { record } = call;
  const page = record.innerPages;
  record.innerPages += 1;
  return call.beforeRead({ entity: entity.name, offset, limit, page });
}
