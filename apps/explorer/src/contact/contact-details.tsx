import { columnValue } from '@contacts/client';
import type { ReactNode } from 'react';
import { columnTitle } from '../columns/titles.ts';
import { cellText } from '../list/cell-text.ts';
import { multifields } from './contact-operation.ts';

export interface ContactDetailsProps {
  readonly contact: object;
  readonly customTitles: ReadonlyMap<string, string>;
}

interface Multifield {
  readonly type: string | null;
  readonly value: string;
}

type Members = Readonly<Record<string, unknown>>;

/** The schemes of links that call and write. */
const schemes: Readonly<Record<string, string>> = { phones: 'tel', emails: 'mailto' };
const others = ['honorific', 'type', 'source', 'sourceDescription', 'opened', 'export', 'leadId', 'comments'];
const history = ['createdTime', 'createdBy', 'updatedTime', 'updatedBy'];

/** The groups of a contact's panel. A group without any value is left out; a relation that could not be read, too. */
export function ContactDetails({ contact, customTitles }: ContactDetailsProps) {
  const value = (path: string): unknown => columnValue(contact, path);
  const rows = (paths: readonly string[]) => paths.map((path) => [columnTitle(path), cellText(value(path))] as const);
  const cardUrl = value('cardUrl');
  const custom = Object.entries((value('customFields') ?? {}) as Members);
  // Phones and e-mails also where there are none; other lists only where there are some.
  const lists = multifields.filter((path) => path in schemes || cellText(value(path)) !== '');
  const requisites = (value('requisites') ?? []) as readonly Members[];
  return (
    <>
      {isWebAddress(cardUrl) ? (
        <p>
          <a className="card-link" href={cardUrl} target="_blank" rel="noreferrer">
            Open the card in Bitrix24
          </a>
        </p>
      ) : null}
      {lists.map((path) => (
        <Group key={path} title={columnTitle(path)}>
          <Multifields values={value(path)} scheme={schemes[path]} />
        </Group>
      ))}
      <Group title="Company">
        <Rows
          rows={rowsOf(value('company'), 'company', ['title', 'phone', 'email', 'web', 'assignedBy', 'industry'])}
        />
      </Group>
      <Group title="Responsible">
        <Rows rows={personRows(value('assignedBy'))} />
      </Group>
      {requisites.map((requisite) => (
        <Group key={String(requisite['requisiteId'])} title={`Requisites: ${cellText(requisite['name'])}`}>
          <Rows rows={rowsOf(requisite, 'requisites', ['rqCompanyName', 'rqName', 'rqInn', 'rqKpp'])} />
        </Group>
      ))}
      <Group title="Custom fields">
        <Rows rows={custom.map(([name, field]) => [customTitles.get(name) ?? name, cellText(field)] as const)} />
      </Group>
      <Group title="More">
        <Rows rows={rows(others)} />
      </Group>
      <Group title="History">
        <Rows rows={rows(history)} />
      </Group>
    </>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="group">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [title: string, text: string])[] }) {
  const filled = rows.filter(([, text]) => text !== '');
  if (filled.length === 0) return <p className="none">None</p>;
  return (
    <dl>
      {filled.map(([title, text]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Multifields({ values, scheme }: { readonly values: unknown; readonly scheme: string | undefined }) {
  const all = (values ?? []) as readonly Multifield[];
  if (all.length === 0) return <p className="none">None</p>;
  return (
    <ul className="multifields">
      {all.map(({ type, value }) => (
        <li key={`${type} ${value}`}>
          {scheme === undefined ? value : <a href={`${scheme}:${value}`}>{value}</a>}
          {type === null ? null : <span className="tag">{type.toLowerCase()}</span>}
        </li>
      ))}
    </ul>
  );
}

function rowsOf(object: unknown, owner: string, names: readonly string[]) {
  const members = (object ?? {}) as Members;
  const title = (name: string): string => columnTitle(`${owner}.${name}`).replace(/^[^·]+· /, '');
  return names.map((name) => [title(name), cellText(members[name])] as const);
}

function personRows(person: unknown) {
  const members = (person ?? {}) as Members;
  const name = ['name', 'lastName'].map((key) => cellText(members[key])).filter((part) => part !== '');
  return [['Name', name.join(' ')] as const, ...rowsOf(person, 'assignedBy', ['workPosition', 'email'])];
}

/** The address comes from the portal: only the web's own schemes become a link. */
function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value);
}
