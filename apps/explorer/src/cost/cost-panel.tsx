import type { AnsweredOperation, SentRequest } from '../gateway/report.ts';
import { CopyButton } from '../share/copy-button.tsx';

/** Says in a line what an operation cost. */
export function costText({ durationMs, report }: AnsweredOperation): string {
  const requests = report?.sent?.requests ?? report?.planned.requests;
  const took = `${Math.round(durationMs)} ms`;
  return requests === undefined ? took : `${count(requests, 'request')} · ${took}`;
}

/** The requests of the last operations, wave by wave, each as a command. */
export function CostPanel({ answered }: { readonly answered: readonly AnsweredOperation[] }) {
  if (answered.length === 0) return <p className="hint">Nothing was sent yet.</p>;
  // The names of custom fields are read beside what the user asked for.
  const asked = answered.toSorted((one, other) => Number(isBeside(one)) - Number(isBeside(other)));
  return asked.map((operation) => <Cost key={operation.name} operation={operation} />);
}

/** Returns true for an operation that the user did not ask for. */
export function isBeside({ name }: AnsweredOperation): boolean {
  return name === 'ContactFields';
}

const purposes: Readonly<Record<string, string>> = {
  Contacts: 'Cost of the last page of the list',
  Contact: 'Cost of the contact',
  ContactFields: 'Cost of the names of custom fields',
};

function Cost({ operation }: { readonly operation: AnsweredOperation }) {
  const { name, durationMs, report } = operation;
  const { planned, sent } = report ?? {};
  return (
    <div className="cost">
      <h2>{purposes[name] ?? name}</h2>
      <dl className="figures">
        <Figure title="Requests upstream" value={sent ? String(sent.requests) : '–'} />
        <Figure title="Planned" value={planned ? String(planned.requests) : '–'} />
        <Figure title="Reads of 50 rows" value={sent ? String(sent.innerPages) : '–'} />
        <Figure title="Wait for a permit" value={sent ? `${Math.round(sent.queueWaitMs)} ms` : '–'} />
        <Figure title="In all" value={`${Math.round(durationMs)} ms`} />
      </dl>
      {sent ? null : <p className="hint">The answer has no report: the operation ended before anything was sent.</p>}
      {(sent?.waves ?? []).map((wave, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a report does not change
        <section key={index}>
          <h3>{index === 0 ? 'First' : 'Then'}</h3>
          {wave.map((request) => (
            <Request key={request.curl} request={request} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Figure({ title, value }: { readonly title: string; readonly value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Request({ request }: { readonly request: SentRequest }) {
  const { endpoint, calls, innerPages, shared, curl } = request;
  const parts = [
    calls > 1 ? count(calls, 'call') : '',
    innerPages > 1 ? count(innerPages, 'read') : '',
    shared ? 'shared' : '',
  ];
  return (
    <div className="request">
      <div className="request-head">
        <code>{endpoint}</code>
        <span>{parts.filter((part) => part !== '').join(' · ')}</span>
        <CopyButton text={curl} label="Copy curl" />
      </div>
      <pre>
        <code>{decoded(curl)}</code>
      </pre>
    </div>
  );
}

/** Shows brackets as people write them; what is copied is the command as it runs. */
function decoded(curl: string): string {
  return curl.replaceAll('%5B', '[').replaceAll('%5D', ']');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
