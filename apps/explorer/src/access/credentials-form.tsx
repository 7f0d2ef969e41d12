import { type FormEvent, useState } from 'react';
import type { PageOptions } from '../page-options.ts';
import { type Credentials, problemOf } from './credentials.ts';

export interface CredentialsFormProps {
  readonly options: PageOptions;
  readonly current: Credentials | null;
  readonly onEnter: (credentials: Credentials) => void;
}

/** Takes the key or session that operations are sent with. */
export function CredentialsForm({ options: { mode, needsSession }, current, onEnter }: CredentialsFormProps) {
  const [key, setKey] = useState(current?.key ?? '');
  const [session, setSession] = useState(current?.session ?? '');
  const [isChecked, setIsChecked] = useState(false);
  const hasKey = mode === 'pass-through';
  const keyProblem = hasKey && isChecked ? problemOf('key', key.trim(), true) : undefined;
  const sessionProblem = isChecked ? problemOf('session', session.trim(), needsSession) : undefined;
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    setIsChecked(true);
    const entered = { key: hasKey ? key.trim() : '', session: session.trim().replace(/^Bearer\s+/i, '') };
    const isKeyFine = !hasKey || problemOf('key', entered.key, true) === undefined;
    if (isKeyFine && problemOf('session', entered.session, needsSession) === undefined) onEnter(entered);
  };
  return (
    <form className="credentials" onSubmit={enter}>
      <h2>{hasKey ? 'Your VibeCode key' : 'Your session'}</h2>
      <p className="hint">
        It is kept in this tab alone, until you close it. It is sent to this gateway only, and stands in no address.
      </p>
      {hasKey ? (
        <Field label="Key" value={key} problem={keyProblem} placeholder="vibe_api_…" onChange={setKey} />
      ) : null}
      <Field
        label={
          hasKey
            ? 'Session, for a key of an app'
            : mode === 'app-key'
              ? 'Session'
              : 'Token of this gateway, if it asks for one'
        }
        value={session}
        problem={sessionProblem}
        placeholder=""
        onChange={setSession}
      />
      <button type="submit" className="primary">
        Use {hasKey ? 'this key' : 'it'}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, problem, placeholder, onChange }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem === undefined ? null : (
        <span role="alert" className="field-problem">
          {problem}
        </span>
      )}
    </label>
  );
}
