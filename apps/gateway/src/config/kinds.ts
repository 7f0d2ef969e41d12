import { z } from 'zod';

// Kinds of variables. A kind parses the text of a variable, formats a value for the documentation, and has one message
// that names the allowed values. Messages never contain the value, which may be a secret.

/** The range of a number, as in the message `of at least 0, at most 3600`. */
interface Range {
  readonly min?: number;
  /** Exclusive minimum, in place of `min`. */
  readonly above?: number;
  readonly max: number;
}

/**
 * Returns the schema of a kind.
 * @param allowed completes the message "must be …"
 * @param parse returns `undefined` for a text that is not allowed
 */
export function kind<T>(
  allowed: string,
  parse: (text: string) => T | undefined,
  format: (value: T) => string = String,
): z.ZodCodec<z.ZodString, z.ZodCustom<T, T>> {
  return z.codec(z.string(), z.custom<T>(), {
    decode(text, payload) {
      const value = parse(text);
      if (value === undefined) payload.issues.push({ code: 'custom', message: `must be ${allowed}`, input: text });
      return value as T;
    },
    encode: format,
  });
}

export const text = kind('a text', (value) => value);

export const port = kind('a port number from 0 to 65535', (value) => wholeNumber(value, { min: 0, max: 65_535 }));

/** An integer in a range. */
export const whole = (range: Range) => kind(`a whole number ${allowedIn(range)}`, (value) => wholeNumber(value, range));

/** A count of at least 1. */
export const count = whole({ min: 1, max: 999_999_999 });

/** A duration: seconds in the variable, milliseconds as a value. A positive duration is at least 1 ms. */
export const seconds = (range: Range) =>
  kind(
    `a number of seconds ${allowedIn(range)}`,
    (value) => {
      const given = decimal(value, range);
      return given && Math.max(1, Math.round(given * 1000));
    },
    (milliseconds) => String(milliseconds / 1000),
  );

/** A share from 0 to 1. */
export const share = kind('a number from 0 to 1', (value) => decimal(value, { min: 0, max: 1 }));

/** A number, or `off` for no limit. @param off the value that stands for `off` */
export const orOff = (number: z.ZodCodec<z.ZodString, z.ZodCustom<number, number>>, off = Number.POSITIVE_INFINITY) =>
  z.codec(z.string(), z.custom<number>(), {
    decode(value, payload) {
      if (value === 'off') return off;
      const parsed = number.safeParse(value);
      if (parsed.success) return parsed.data;
      const [message = ''] = parsed.error.issues.map((issue) => `${issue.message}, or "off"`);
      payload.issues.push({ code: 'custom', message, input: value });
      return off;
    },
    encode: (value) => (value === off ? 'off' : z.encode(number, value)),
  });

/** One of the given words. */
export const oneOf = <const T extends string>(...words: readonly [T, ...T[]]) =>
  kind(quoted(words), (value) => words.find((word) => word === value));

export const onOrOff = oneOf('on', 'off');

/** Comma-separated values. @param change applied to each value before it is checked */
export const list = (
  allowed: string,
  isAllowed: (entry: string) => boolean,
  change: (entry: string) => string = (entry) => entry,
) =>
  kind<readonly string[]>(
    `${allowed}, comma-separated`,
    (value) => {
      const entries = value.split(',').map((entry) => change(entry.trim()));
      return entries.every(isAllowed) ? entries : undefined;
    },
    (entries) => entries.join(', '),
  );

/** An http or https URL. @param isAllowed checks further parts of the URL, which `allowed` describes */
export const url = (allowed = 'an http or https URL', isAllowed: (value: URL) => boolean = () => true) =>
  kind(allowed, (value) => {
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
    return isAllowed(new URL(value)) ? value : undefined;
  });

function decimal(value: string, { min = 0, above = -1, max }: Range): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return number >= min && number > above && number <= max ? number : undefined;
}

function wholeNumber(value: string, range: Range): number | undefined {
  const number = decimal(value, range);
  return Number.isInteger(number) ? number : undefined;
}

function allowedIn({ min = 0, above, max }: Range): string {
  return `${above === undefined ? `of at least ${min}` : `above ${above}`}, at most ${max}`;
}

/** Returns `"a", "b" or "c"`. */
function quoted(words: readonly string[]): string {
  const all = words.map((word) => `"${word}"`);
  return `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
