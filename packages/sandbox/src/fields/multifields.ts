import type { Cell } from '../store/column.ts';
import type { FieldKind } from './field.ts';

/** The kinds of multifield that a contact carries in `fm`. */
export type MultifieldType = 'PHONE' | 'EMAIL' | 'WEB' | 'IM';

/** One phone number, address or messenger of a record, as `fm` shows it (contract §2, GET /v1/contacts/:id). */
export interface Multifield {
  id: number;
  typeId: MultifieldType;
  valueType: string;
  value: string;
}

/** The kind of multifield behind a field such as `phone`. */
export function multifieldType(kind: FieldKind): MultifieldType {
  if (kind === 'phone') return 'PHONE';
  return kind === 'email' ? 'EMAIL' : 'WEB';
}

// One text per record, "101|PHONE|WORK|74955553546\n…": a tenth of the memory of objects at a million contacts.
const betweenParts = '|';
const afterEntry = '\n';

/** Packs a record's multifields into one cell. */
export function packMultifields(entries: readonly Multifield[]): Cell {
  if (entries.length === 0) return null;
  return entries
    .map(({ id, typeId, valueType, value }) =>
      [id, typeId, valueType, value.replaceAll(afterEntry, ' ')].join(betweenParts),
    )
    .join(afterEntry);
}

/** The multifields of a packed cell, in the order in which they were added. */
export function unpackMultifields(cell: Cell): Multifield[] {
  if (typeof cell !== 'string') return [];
  return cell.split(afterEntry).map((entry) => {
    const [id, typeId, valueType, ...value] = entry.split(betweenParts);
    return {
      id: Number(id),
      typeId: (typeId ?? 'PHONE') as MultifieldType,
      valueType: valueType ?? 'WORK',
      value: value.join(betweenParts),
    };
  });
}

/** All values of one kind. */
export function multifieldValues(cell: Cell, typeId: MultifieldType): string[] {
  if (typeof cell !== 'string') return [];
  const mark = `${betweenParts}${typeId}${betweenParts}`;
  const values: string[] = [];
  for (let at = cell.indexOf(mark); at !== -1; at = cell.indexOf(mark, at + 1)) {
    const start = cell.indexOf(betweenParts, at + mark.length) + 1;
    const end = cell.indexOf(afterEntry, start);
    values.push(end === -1 ? cell.slice(start) : cell.slice(start, end));
  }
  return values;
}

/** The first value of a kind, of any or of one value type: the flat `phone`, `phoneWork` … are aliases of it. */
export function firstMultifield(cell: Cell, typeId: MultifieldType, valueType?: string): string {
  if (typeof cell !== 'string') return '';
  const mark = `${betweenParts}${typeId}${betweenParts}${valueType === undefined ? '' : valueType + betweenParts}`;
  const at = cell.indexOf(mark);
  if (at === -1) return '';
  const start = valueType === undefined ? cell.indexOf(betweenParts, at + mark.length) + 1 : at + mark.length;
  const end = cell.indexOf(afterEntry, start);
  return end === -1 ? cell.slice(start) : cell.slice(start, end);
}
