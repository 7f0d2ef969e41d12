import type { ContactOrder } from '@contacts/client';
import { type SortingState, type Updater, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { orderByColumn, orderColumn } from '../view/order.ts';
import { MAX_ORDER_KEYS } from '../view/view.ts';
import { ContactRow } from './contact-row.tsx';
import { HeaderCell } from './header-cell.tsx';
import type { ContactList } from './use-contact-pages.ts';
import { columnWidth, features, tableColumns } from './table-columns.ts';

const ROW_HEIGHT = 44;
/** Rows beyond the screen: enough for the arrow keys and for the next page to come before it is seen. */
const OVERSCAN = 12;
/** The next page is read when this many rows are left below the screen. */
const ROWS_AHEAD = 12;

export interface ContactTableProps {
  readonly list: ContactList;
  readonly columns: readonly string[];
  readonly customFields: CustomFields;
  readonly orderBy: readonly ContactOrder[];
  readonly onOrder: (orderBy: readonly ContactOrder[]) => void;
  readonly selected: number | null;
  readonly onSelect: (contactId: number) => void;
}

/** The contacts as a table of which only the rows near the screen exist; reads further pages as it is scrolled. */
export function ContactTable({ list, columns, customFields, orderBy, onOrder, selected, onSelect }: ContactTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const sorting = useMemo(() => sortingOf(orderBy), [orderBy]);
  const definitions = useMemo(() => tableColumns(columns, customFields), [columns, customFields]);
  const table = useTable({
    features,
    columns: definitions,
    data: list.contacts,
    getRowId: ({ contactId }) => String(contactId),
    state: { sorting },
    manualSorting: true,
    maxMultiSortColCount: MAX_ORDER_KEYS,
    onSortingChange: (updater: Updater<SortingState>) =>
      onOrder(orderOf(typeof updater === 'function' ? updater(sorting) : updater)),
  });
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtualizer.getVirtualItems();
  const [first] = items;
  const last = items.at(-1);
  const isNearEnd = (last?.index ?? 0) >= rows.length - ROWS_AHEAD;
  const { readMore, status } = list;
  useEffect(() => {
    if (isNearEnd && status === 'idle') readMore();
  }, [isNearEnd, status, readMore, rows.length]);

  const width = columns.reduce((sum, path) => sum + columnWidth(path), 0);
  return (
    // A region that scrolls has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="scroller" ref={scroller} aria-label="Table of contacts" tabIndex={0}>
      <table
        aria-rowcount={list.totalCount === null ? -1 : list.totalCount + 1}
        aria-busy={status === 'reading'}
        style={{ minWidth: width }}
      >
        <colgroup>
          {columns.map((path) => (
            <col key={path} style={{ width: columnWidth(path) }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} keys={orderBy.length} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Spacer height={first?.start ?? 0} columns={columns.length} />
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const isSelected = row.original.contactId === selected;
            return <ContactRow key={row.id} row={row} index={index} isSelected={isSelected} onSelect={onSelect} />;
          })}
          <Spacer height={virtualizer.getTotalSize() - (last?.end ?? 0)} columns={columns.length} />
        </tbody>
      </table>
      {list.status === 'reading' && rows.length === 0 ? <Skeleton /> : null}
    </section>
  );
}

/** Stands for the rows that do not exist. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="spacer">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- no control */}
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function Skeleton() {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} />
      ))}
    </div>
  );
}

function sortingOf(orderBy: readonly ContactOrder[]): SortingState {
  return orderBy.map((key) => ({ id: orderColumn(key), desc: key.direction === 'DESC' }));
}

function orderOf(sorting: SortingState): readonly ContactOrder[] {
  return sorting.map(({ id, desc }) => orderByColumn(id, desc));
}
