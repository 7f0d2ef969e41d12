import type { TypeReference } from '@contacts/client';
import { fromLocalTime, toLocalTime } from './local-time.ts';

export interface ValueInputProps {
  /** The type of the operator's value. */
  readonly reference: TypeReference;
  /** Titles of the options of an enumeration; none for other fields. */
  readonly options: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Id of the messages about the value. */
  readonly describedBy: string | undefined;
}

/** Values of each type, as examples; that of any other type is a text. */
const examples: Readonly<Record<string, readonly [one: string, other: string]>> = {
  SafeInt: ['15', '16'],
  Float: ['15', '2.5'],
  MoneyInput: ['1500|RUB', '20.5|USD'],
  Date: ['2024-07-22', '2024-07-23'],
};

/** The input of a condition's value: a choice, a day, a moment, or a text. */
export function ValueInput({ reference, options, value, onChange, describedBy }: ValueInputProps) {
  return (
    <label className="value">
      <span>{reference.list ? 'Values, comma-separated' : 'Value'}</span>
      <Control reference={reference} options={options} value={value} onChange={onChange} describedBy={describedBy} />
    </label>
  );
}

function Control({ reference: { type, list }, options, value, onChange, describedBy }: ValueInputProps) {
  const shared = {
    'aria-describedby': describedBy,
    'aria-invalid': describedBy !== undefined,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  if (type === 'Boolean') {
    return (
      <select {...shared} value={value}>
        <option value="true">yes</option>
        <option value="false">no</option>
      </select>
    );
  }
  if (options.length > 0 && !list) {
    // A condition can have the number of an option as well.
    const all = options.includes(value) ? options : [value, ...options];
    return (
      <select {...shared} value={value}>
        {all.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    );
  }
  if (type === 'DateTime' && !list) {
    return (
      <input
        {...shared}
        type="datetime-local"
        step={1}
        value={toLocalTime(value)}
        onChange={(event) => onChange(fromLocalTime(event.target.value))}
      />
    );
  }
  if (type === 'Date' && !list) return <input {...shared} type="date" value={value} />;
  return (
    <input
      {...shared}
      type="text"
      inputMode={type === 'SafeInt' && list !== true ? 'numeric' : 'text'}
      placeholder={placeholderOf(type, list === true, options)}
      value={value}
    />
  );
}

/** Returns what an operator takes, as an example. */
function placeholderOf(type: string, isList: boolean, options: readonly string[]): string {
  const [one, other = one] = options.length > 0 ? options : (examples[type] ?? ['text', 'text']);
  return isList ? `${one}, ${other}, …` : (one ?? '');
}

/** Returns the value that an input begins with. */
export function firstValueOf(reference: TypeReference | undefined, options: readonly string[]): string {
  if (reference?.type === 'Boolean') return 'true';
  return reference?.list ? '' : (options[0] ?? '');
}
