import type { ContactOrder } from '@contacts/client';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { CostPanel, costText, isBeside } from '../cost/cost-panel.tsx';
import type { AnsweredOperation } from '../gateway/report.ts';
import { Popover } from '../popover.tsx';
import type { Advice } from '../problems/advice.ts';
import { ProblemPanel } from '../problems/problem-panel.tsx';
import type { ListOperation } from '../view/list-operation.ts';
import type { View } from '../view/view.ts';
import { ContactTable } from './contact-table.tsx';
import { type ContactList, useContactPages } from './use-contact-pages.ts';

export interface ListScreenProps {
  readonly operation: ListOperation;
  readonly view: View;
  readonly customFields: CustomFields;
  readonly answered: readonly AnsweredOperation[];
  readonly onOrder: (orderBy: readonly ContactOrder[]) => void;
  readonly onSelect: (contactId: number) => void;
  readonly onOffer: (offer: Advice['offer']) => void;
}

const number = new Intl.NumberFormat();

/** The list of one operation: its table, the number found, and what went wrong. */
export function ListScreen({ operation, view, customFields, answered, onOrder, onSelect, onOffer }: ListScreenProps) {
  const list = useContactPages(operation);
  const offer = (kind: Advice['offer']): void => {
    if (kind === 'retry') list.retry();
    else if (kind === 'restart') list.restart();
    else onOffer(kind);
  };
  const last = answered.find((one) => !isBeside(one));
  const isEmpty = list.status === 'ended' && list.contacts.length === 0;
  return (
    <main className="list">
      {list.problems.length > 0 ? <ProblemPanel problems={list.problems} onOffer={offer} /> : null}
      {isEmpty ? (
        <p className="empty">No contact passes the filter. Remove a condition, or search for a shorter text.</p>
      ) : null}
      {list.status === 'failed' && list.contacts.length === 0 ? null : (
        <ContactTable
          list={list}
          columns={view.columns}
          customFields={customFields}
          orderBy={view.orderBy}
          onOrder={onOrder}
          selected={view.contact}
          onSelect={onSelect}
        />
      )}
      <footer>
        <output>{statusText(list)}</output>
        <Popover
          label={last ? costText(last) : 'Cost'}
          className="cost-button"
          title="What the last operation cost upstream"
        >
          <CostPanel answered={answered} />
        </Popover>
      </footer>
    </main>
  );
}

const endings: Readonly<Record<ContactList['status'], string>> = {
  reading: 'reading…',
  idle: '',
  failed: 'stopped by an error',
  ended: 'the end',
};

function statusText({ totalCount, contacts, status }: ContactList): string {
  const found = totalCount === null ? '' : `${number.format(totalCount)} found`;
  const read = contacts.length > 0 ? `${number.format(contacts.length)} read` : '';
  const more = endings[status];
  return [found, read, more].filter((part) => part !== '').join(' · ');
}
