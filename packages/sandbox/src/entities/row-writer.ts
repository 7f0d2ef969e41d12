import type { Member } from '../fields/render.ts';
import type { Select } from '../query/parse-select.ts';
import type { Switches } from '../switches.ts';
import type { Entity, RowShape } from './entity.ts';

/** Name of the member that cannot be selected; it comes only with all members (contract §2, `GET /v1/contacts/:id`). */
export const unselectable = 'fm';

/** Returns the JSON object of a row. */
export type RowWriter = (row: number) => Record<string, unknown>;

/** Makes a writer of the selected members in the order of the selection; unknown names are ignored (contract §9). */
export function rowWriter(entity: Entity, shape: RowShape, select: Select, switches: Switches): RowWriter {
  const all = entity.members(shape, switches);
  const chosen: (readonly [string, Member])[] = [];
  if (select === null) chosen.push(...all);
  else {
    for (const name of new Set(select)) {
      const member = all.get(name);
      if (member !== undefined && name !== unselectable) chosen.push([name, member]);
    }
  }
  const { outputName } = entity;
  if (outputName !== undefined) {
    for (const [at, [name, member]] of chosen.entries()) chosen[at] = [outputName(name, switches), member];
  }
  return (row) => {
    const object: Record<string, unknown> = {};
    for (const [name, member] of chosen) object[name] = member(row);
    return object;
  };
}
