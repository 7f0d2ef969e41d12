import type { Cell } from '../store/column.ts';
import type { Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import type { Field } from './field.ts';
import { formatInstant } from './instant.ts';

/** Returns the JSON value of one member of a row. */
export type Member = (row: number) => unknown;

/** Makes the member of a stored field in the upstream's format. */
export function fieldMember(table: Table, field: Field, switches: Switches): Member {
  const column = table.column(field.name);
  const blank = blankFor(field, switches);
  const render = (cell: Cell): unknown => (cell === null ? blank : valueOf(field, cell, switches));
  return (row) => render(column.get(row));
}

function valueOf(field: Field, cell: number | string, switches: Switches): unknown {
  switch (field.kind) {
    case 'boolean':
      return cell === 1;
    case 'yesno':
      // Booleans outside the platform's schema keep the native format (contract §2, "Booleans").
      if (switches.customBooleans === 'digits') return String(cell);
      return cell === 1 ? 'Y' : 'N';
    case 'datetime':
    case 'date':
      return typeof cell === 'number' ? formatInstant(cell, switches.dates) : cell;
    case 'list':
      return JSON.parse(String(cell));
    case 'integer':
    case 'double':
    case 'string':
    case 'code':
    case 'phone':
    case 'email':
    case 'web':
      return cell;
    default:
      return field.kind satisfies never;
  }
}

/** Returns the value of an empty cell: null, or by the switch "" for texts and 0 for links (contract §9, "blank values"). */
function blankFor(field: Field, { blankValues }: Switches): unknown {
  // Natively an empty list is `false`.
  if (field.multiple === true) return blankValues === 'null' ? [] : false;
  if (blankValues === 'null') return null;
  if (field.kind === 'string' || field.kind === 'code') return '';
  return field.name === 'companyId' || field.name === 'leadId' ? 0 : null;
}
