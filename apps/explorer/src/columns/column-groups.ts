import { contactColumns, CUSTOM_FIELDS } from '@contacts/client';
import { columnTitle } from './titles.ts';
import type { CustomField } from './use-custom-fields.ts';

/** Columns under one heading. */
export interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly { readonly path: string; readonly title: string; readonly description: string }[];
}

const CONTACT = 'Contact';
/** The global id is for programs. */
const isShown = (path: string): boolean => path !== 'id' && !path.endsWith('.id');

/** Returns all columns that can be chosen: the contact's own, those of each relation, and the portal's custom fields. */
export function columnGroups(customFields: readonly CustomField[]): readonly ColumnGroup[] {
  const groups = new Map<string, ColumnGroup['columns'][number][]>();
  for (const { path, description } of contactColumns.filter((column) => isShown(column.path))) {
    const [owner = '', name] = path.split('.');
    const title = name === undefined ? CONTACT : columnTitle(owner);
    const entry = {
      path,
      title: name === undefined ? columnTitle(path) : columnTitle(path).replace(/^[^·]+· /, ''),
      description,
    };
    groups.set(title, [...(groups.get(title) ?? []), entry]);
  }
  const custom = customFields.map(({ name, title }) => ({ path: name, title, description: name }));
  const all = { path: CUSTOM_FIELDS, title: columnTitle(CUSTOM_FIELDS), description: 'All in one column.' };
  return [
    ...[...groups].map(([title, columns]) => ({
      title,
      columns: columns.toSorted((one, other) => one.title.localeCompare(other.title)),
    })),
    { title: 'Custom fields', columns: [...custom, all] },
  ];
}
