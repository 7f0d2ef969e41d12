import { columnValue, contactColumns, orderFields } from '@contacts/client';
import { type ColumnDef, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import { columnTitle } from '../columns/titles.ts';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import type { Contact } from './pages-state.ts';

/** Sorting is left to the gateway: the table only keeps its state. */
export const features = tableFeatures({ rowSortingFeature });

/** Makes the table's columns; those that contacts cannot be sorted by have no button. */
export function tableColumns(
  paths: readonly string[],
  customFields: CustomFields,
): ColumnDef<typeof features, Contact>[] {
  return paths.map((path) => ({
    id: path,
    header: columnTitle(path, customFields.titles),
    accessorFn: (contact: Contact) => columnValue(contact, path),
    enableSorting: customFields.orderNames.includes(path) || orderFields.some(({ name }) => name === path),
    sortDescFirst: false,
  }));
}

/** Widths by the type of a column, in pixels; a table that has room to spare shares it out. */
const widths: Readonly<Record<string, number>> = { SafeInt: 150, Boolean: 100, DateTime: 190 };

export function columnWidth(path: string): number {
  const column = contactColumns.find((known) => known.path === path);
  if (path === 'email' || path.endsWith('.email') || column?.isList === true) return 230;
  if (path === 'name' || path === 'lastName') return 140;
  return widths[column?.type ?? ''] ?? 180;
}
