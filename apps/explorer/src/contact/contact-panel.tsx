import { columnValue } from '@contacts/client';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { problemsOf } from '../gateway/problems.ts';
import { cellText } from '../list/cell-text.ts';
import type { Advice } from '../problems/advice.ts';
import { ProblemPanel } from '../problems/problem-panel.tsx';
import { ContactDetails } from './contact-details.tsx';
import { contactOperation } from './contact-operation.ts';

export interface ContactPanelProps {
  readonly contactId: number;
  readonly customFields: CustomFields;
  readonly onClose: () => void;
  readonly onOffer: (offer: Advice['offer']) => void;
}

/** All that the portal has of a contact. Takes the focus when it opens; Escape closes it. */
export function ContactPanel({ contactId, customFields, onClose, onOffer }: ContactPanelProps) {
  const [{ data, error, fetching }, read] = useQuery<{ contact: object | null }>({
    query: contactOperation,
    variables: { id: String(contactId) },
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  // An answer of the contact before is not shown under this one's number.
  const contact = fetching ? null : (data?.contact ?? null);
  const problems = fetching ? [] : problemsOf(error);
  const name = contact ? nameOf(contact) : '';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, from whatever has the focus in it
    <aside
      className="panel"
      aria-label="Contact"
      aria-busy={fetching}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header>
        <div className="avatar" aria-hidden="true">
          {initialsOf(name)}
        </div>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {name || `Contact ${contactId}`}
          </h2>
          <p>{contact ? cellText(columnValue(contact, 'post')) : ''}</p>
        </div>
        <button type="button" className="close" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </header>
      {fetching ? <p className="hint">Reading contact {contactId}…</p> : null}
      {problems.length > 0 ? (
        <ProblemPanel problems={problems} onOffer={(offer) => (offer === 'key' ? onOffer(offer) : read())} />
      ) : null}
      {!fetching && problems.length === 0 && contact === null ? (
        <p className="hint">There is no contact {contactId} that this key may see. It may have been deleted.</p>
      ) : null}
      {contact ? <ContactDetails contact={contact} customTitles={customFields.titles} /> : null}
    </aside>
  );
}

function nameOf(contact: object): string {
  return ['name', 'secondName', 'lastName']
    .map((path) => cellText(columnValue(contact, path)))
    .filter((part) => part !== '')
    .join(' ');
}

function initialsOf(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('') || '·';
}
