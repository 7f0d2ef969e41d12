import { useEffect, useState } from 'react';

export interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search is sent when typing pauses for this long. */
const PAUSE_MS = 300;

/** Searches as one types. */
export function SearchBox({ value, onChange }: SearchBoxProps) {
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
  return (
    <input
      type="search"
      className="search"
      placeholder="Search by last name"
      aria-label="Search contacts by last name"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
