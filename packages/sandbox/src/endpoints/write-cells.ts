import { ApiError } from '../api-error.ts';
import { customFieldName } from '../fields/custom-fields.ts';
import { type Field, isMultifield } from '../fields/field.ts';
import { parseInstant } from '../fields/instant.ts';
import { multifieldType, packMultifields, unpackMultifields } from '../fields/multifields.ts';
import { type NewMultifield, parseMultifield } from '../fields/parse-multifield.ts';
import { typeName } from '../query/parse-page-params.ts';
import type { Cell, Cells } from '../store/column.ts';
import { MULTIFIELDS } from '../store/table.ts';

/** Parsed body of a write. */
export interface Written {
  cells: Record<string, Cell>;
  multifields: NewMultifield[];
}

/** Parses the members of a create or update. Unknown members are ignored (contract §2, "Writes"). */
export function parseWritten(body: Readonly<Record<string, unknown>>, fields: readonly Field[]): Written {
  const byName = new Map(fields.filter((field) => field.listed !== false).map((field) => [field.name, field]));
  const written: Written = { cells: {}, multifields: [] };
  for (const [name, value] of Object.entries(body)) {
    const field = byName.get(customFieldName(name));
    if (field === undefined) continue;
    if (field.readOnly === true) throw new ApiError(400, 'READONLY_FIELD', `Field '${name}' is read-only`);
    if (isMultifield(field.kind)) written.multifields.push(...parseMultifield(name, multifieldType(field.kind), value));
    else written.cells[field.name] = writtenCell(field, name, value);
  }
  return written;
}

/** Returns the cells to write. Phones and e-mails are added to those of the row. */
export function cellsAfter({ cells, multifields }: Written, packed: Cell, nextId: () => number): Cells {
  if (multifields.length === 0) return cells;
  const added = multifields.map((entry) => ({ ...entry, id: nextId() }));
  return { ...cells, [MULTIFIELDS]: packMultifields([...unpackMultifields(packed), ...added]) };
}

function writtenCell(field: Field, name: string, value: unknown): Cell {
  if (value === null) return null;
  if (value === '') return field.kind === 'string' || field.kind === 'code' ? '' : null;
  const cell = cellOf(field, value);
  if (cell !== undefined) return cell;
  throw new ApiError(400, 'INVALID_REQUEST', `${name}: Expected ${expected[field.kind]}, received ${typeName(value)}`);
}

function cellOf(field: Field, value: unknown): Cell | undefined {
  switch (field.kind) {
    case 'integer': {
      const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
      // The column has 32 bits, as the id columns of the upstream have.
      return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : undefined;
    }
    case 'double': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
    case 'yesno':
      if (value === true || value === 'Y' || value === 1 || value === '1') return 1;
      return value === false || value === 'N' || value === 0 || value === '0' ? 0 : undefined;
    case 'datetime':
    case 'date':
      return typeof value === 'string' ? (parseInstant(value) ?? undefined) : undefined;
    case 'string':
    case 'code':
      return typeof value === 'string' ? value : undefined;
    case 'list':
      if (field.multiple !== true) return JSON.stringify(value);
      return JSON.stringify(Array.isArray(value) ? value : [value]);
    case 'phone':
    case 'email':
    case 'web':
      return undefined;
    default:
      return field.kind satisfies never;
  }
}

const expected: Record<Field['kind'], string> = {
  integer: 'integer',
  double: 'number',
  boolean: 'boolean',
  yesno: 'boolean',
  datetime: 'ISO 8601 date',
  date: 'ISO 8601 date',
  string: 'string',
  code: 'string',
  phone: 'string',
  email: 'string',
  web: 'string',
  list: 'array',
};
