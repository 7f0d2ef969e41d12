import { firstMultifield, type MultifieldType, unpackMultifields } from '../fields/multifields.ts';
import type { Member } from '../fields/render.ts';
import { MULTIFIELDS, type Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';

/** Makes `phone` or `email`: the first value as text (list-contacts.txt), or native objects (contract §1, §9). */
export function multifieldMember(
  table: Table,
  typeId: MultifieldType,
  shape: Switches['phoneShape'],
  switches: Switches,
): Member {
  const column = table.column(MULTIFIELDS);
  if (shape === 'array') {
    return (row) =>
      unpackMultifields(column.get(row))
        .filter((entry) => entry.typeId === typeId)
        .map(({ id, valueType, value }) => ({ ID: String(id), VALUE_TYPE: valueType, VALUE: value, TYPE_ID: typeId }));
  }
  const blank = switches.blankValues === 'null' ? null : '';
  return (row) => firstMultifield(column.get(row), typeId) || blank;
}
