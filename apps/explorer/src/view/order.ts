import { type ContactOrder, orderFields } from '@contacts/client';

/** Returns the column of a sort key: the name of a field, or of a custom field. */
export function orderColumn({ field, custom }: ContactOrder): string {
  return custom ?? orderFields.find(({ value }) => value === field)?.name ?? '';
}

/** Makes the sort key of a column that can be sorted by. */
export function orderByColumn(column: string, isDescending: boolean): ContactOrder {
  const field = orderFields.find(({ name }) => name === column);
  const direction = isDescending ? { direction: 'DESC' as const } : {};
  return field ? { field: field.value, ...direction } : { custom: column, ...direction };
}
