import type { Header } from '@tanstack/react-table';
import type { Contact } from './pages-state.ts';
import type { features } from './table-columns.ts';

export interface HeaderCellProps {
  readonly header: Header<typeof features, Contact>;
  /** Number of sort keys; with several, each header says its place. */
  readonly keys: number;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;
const arrows = { asc: '↑', desc: '↓' } as const;

/** A column's header: a button that sorts by it, up, down and not at all; with Shift as one more sort key. */
export function HeaderCell({ header, keys }: HeaderCellProps) {
  const { column } = header;
  const title = column.columnDef.header as string;
  const sorted = column.getIsSorted();
  if (!column.getCanSort()) return <th scope="col">{title}</th>;
  return (
    <th scope="col" aria-sort={sorted === false ? 'none' : ariaSort[sorted]}>
      <button
        type="button"
        className="sorter"
        title="Sort. With Shift: as a further sort key."
        onClick={column.getToggleSortingHandler()}
      >
        {title}
        <span aria-hidden="true" className="arrow">
          {sorted === false ? '↕' : arrows[sorted]}
          {sorted !== false && keys > 1 ? <sup>{column.getSortIndex() + 1}</sup> : null}
        </span>
      </button>
    </th>
  );
}
