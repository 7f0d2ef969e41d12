import { type ContactFilter, type ContactOrder, parseFilter, selectColumns } from '@contacts/client';
import { searchOf } from './search.ts';
import type { View } from './view.ts';

/** A page of contacts by id is one read of 50 rows upstream; by another order, one of 40 (docs/pagination.md). */
const ROWS_BY_ID = 50;
const ROWS_BY_ORDER = 40;

/** The operation of a view. */
export interface ListOperation {
  /** Reads the first page, and counts the contacts that pass the filter. */
  readonly firstPage: string;
  /** Reads a later page. Counting again would cost one more request upstream. */
  readonly nextPage: string;
  readonly variables: ListVariables;
}

/** Variables of a list, but for the cursor. */
export interface ListVariables {
  readonly filter?: ContactFilter;
  readonly orderBy?: readonly ContactOrder[];
  readonly search?: string;
  readonly first: number;
}

/** Makes the operation of a view whose conditions are valid. */
export function listOperation({ columns, conditions, orderBy, search }: Omit<View, 'contact'>): ListOperation {
  const filter = parseFilter(conditions, 'filter');
  const searched = searchOf(search);
  const isById = orderBy.length === 0 || orderBy[0]?.field === 'CONTACT_ID';
  return {
    firstPage: writeList(columns, true, searched !== undefined),
    nextPage: writeList(columns, false, searched !== undefined),
    variables: {
      ...(filter && { filter }),
      ...(orderBy.length > 0 && { orderBy }),
      ...(searched !== undefined && { search: searched }),
      first: isById ? ROWS_BY_ID : ROWS_BY_ORDER,
    },
  };
}

function writeList(columns: readonly string[], isCounted: boolean, isSearched: boolean): string {
  const [declared, given] = isSearched ? ['$search: String, ', 'search: $search, '] : ['', ''];
  return `query Contacts($filter: ContactFilter, $orderBy: [ContactOrder!], ${declared}$first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, ${given}first: $first, after: $after) {
    ${isCounted ? 'totalCount\n    ' : ''}nodes { ${selectColumns(['contactId', ...columns])} }
    pageInfo { hasNextPage endCursor }
  }
}`;
}
