import { useEffect, useId, useState } from 'react';
import { searchProblem } from './view/search.ts';

export interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search is sent when typing pauses for this long. */
const PAUSE_MS = 300;

/** Searches as one types. A text that cannot be searched for stays in the box, with a message below it. */
export function SearchBox({ value, onChange }: SearchBoxProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address has changed: a step back in the history, or a request of the REST API.
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  const problem = searchProblem(text);
  return (
    <div className="search">
      <input
        type="search"
        placeholder="Search by name, e-mail or phone"
        aria-label="Search contacts by name, e-mail address or phone number"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : id}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problem === undefined ? null : (
        <span id={id} role="alert" className="field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
