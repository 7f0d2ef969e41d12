import type { TypeReference } from '@contacts/client';
import { placeholderOf } from './condition.ts';
import { fromLocalTime, toLocalTime } from './local-time.ts';

export interface ValueInputProps {
  /** The type of the operator's value. */
  readonly reference: TypeReference;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Id of the messages about the value. */
  readonly describedBy: string | undefined;
}

/** The input of a condition's value: a choice, a moment, or a text. */
export function ValueInput({ reference, value, onChange, describedBy }: ValueInputProps) {
  const shared = { 'aria-describedby': describedBy, 'aria-invalid': describedBy !== undefined };
  return (
    <label className="value">
      <span>{reference.list ? 'Values, comma-separated' : 'Value'}</span>
      {reference.type === 'Boolean' ? (
        <select {...shared} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      ) : reference.type === 'DateTime' ? (
        <input
          {...shared}
          type="datetime-local"
          step={1}
          value={toLocalTime(value)}
          onChange={(event) => onChange(fromLocalTime(event.target.value))}
        />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={reference.type === 'SafeInt' && reference.list !== true ? 'numeric' : 'text'}
          placeholder={placeholderOf(reference)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  );
}

/** Returns the value that an input begins with. */
export function firstValueOf(reference: TypeReference | undefined): string {
  return reference?.type === 'Boolean' ? 'true' : '';
}
