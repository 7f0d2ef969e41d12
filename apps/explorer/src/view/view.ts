import type { ContactOrder } from '@contacts/client';

/** The state that the address holds. A key is no part of it. */
export interface View {
  /** Columns by their paths in the schema, in the order of the table. */
  readonly columns: readonly string[];
  /** Conditions such as `companyId:eq=15`, all of which must hold. */
  readonly conditions: readonly string[];
  readonly orderBy: readonly ContactOrder[];
  readonly search: string;
  /** Number of the contact in the panel. */
  readonly contact: number | null;
}

/** The columns of a first visit. The company costs one more request upstream for each page. */
export const defaultColumns: readonly string[] = ['name', 'lastName', 'company.title', 'phone', 'email', 'createdTime'];

export const emptyView: View = { columns: defaultColumns, conditions: [], orderBy: [], search: '', contact: null };

/** The schema's limit of sort keys. */
export const MAX_ORDER_KEYS = 3;
