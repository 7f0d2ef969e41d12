import type { Row } from '@tanstack/react-table';
import type { MouseEvent } from 'react';
import { cellText } from './cell-text.ts';
import { moveFocus } from './move-focus.ts';
import type { Contact } from './pages-state.ts';
import type { features } from './table-columns.ts';

export interface ContactRowProps {
  readonly row: Row<typeof features, Contact>;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly isSelected: boolean;
  readonly onSelect: (contactId: number) => void;
}

/** A contact. Its first cell is the link to its panel; a click anywhere in the row opens it, too. */
export function ContactRow({ row, index, isSelected, onSelect }: ContactRowProps) {
  const { contactId } = row.original;
  const open = (event: MouseEvent): void => {
    // The browser's own ways to open a link elsewhere stay.
    if (event.metaKey || event.ctrlKey || event.button !== 0) return;
    event.preventDefault();
    onSelect(contactId);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the link in the first cell is for the keyboard
    <tr aria-rowindex={index + 2} aria-selected={isSelected} data-contact={contactId} onClick={open}>
      {row.getAllCells().map((cell, place) => {
        const text = cellText(cell.getValue());
        return (
          <td key={cell.id} title={text}>
            {place === 0 ? (
              <a href={`?contact=${contactId}`} data-row-link="" onKeyDown={moveFocus}>
                {text === '' ? `Contact ${contactId}` : text}
              </a>
            ) : (
              text || <span className="none">–</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
