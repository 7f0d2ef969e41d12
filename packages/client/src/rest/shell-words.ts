import { inputError } from '../columns/input-error.ts';

/** Escapes of `$'…'`; `\u` and `\x` are read apart. */
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** The rest of a command line and what has been read of it. */
interface Reading {
  readonly text: string;
  at: number;
}

/**
 * Divides the command line of a POSIX shell into words, as browsers and documents write curl commands: quotes, escapes and
 * lines that go on. Variables and substitutions stay as they are written; nothing is run.
 * @throws InputError if a quote is not closed
 */
export function shellWords(text: string): readonly string[] {
  const reading: Reading = { text, at: 0 };
  const words: string[] = [];
  let word: string | undefined;
  while (reading.at < text.length) {
    const letter = text[reading.at] ?? '';
    // A line that ends with a backslash goes on in the next.
    const joint = /^\\\r?\n/.exec(text.slice(reading.at, reading.at + 3))?.[0];
    if (joint !== undefined) reading.at += joint.length;
    else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      reading.at += 1;
    } else word = (word ?? '') + nextPart(reading);
  }
  return word === undefined ? words : [...words, word];
}

function nextPart(reading: Reading): string {
  const { text, at } = reading;
  const letter = text[at] ?? '';
  if (letter === "'") return quoted(reading, 1, "'", () => undefined);
  if (letter === '"') return quoted(reading, 1, '"', inDoubleQuotes);
  if (letter === '$' && text[at + 1] === "'") return quoted(reading, 2, "'", inAnsiQuotes);
  if (letter !== '\\') {
    reading.at += 1;
    return letter;
  }
  reading.at += 2;
  return text[at + 1] ?? '';
}

/** Returns the meaning of a backslash and the letters behind it, with their length; undefined if the backslash is a letter. */
type Escape = (text: string, at: number) => readonly [meaning: string, length: number] | undefined;

function quoted(reading: Reading, opening: number, end: string, escape: Escape): string {
  const { text } = reading;
  const from = reading.at;
  let result = '';
  let at = from + opening;
  while (text[at] !== end) {
    if (at >= text.length) throw inputError(`column ${from + 1}`, `the quote ${text[from] ?? ''} is not closed.`);
    const [meaning, length] = (text[at] === '\\' && escape(text, at)) || [text[at] ?? '', 1];
    result += meaning;
    at += length;
  }
  reading.at = at + 1;
  return result;
}

function inDoubleQuotes(text: string, at: number): readonly [string, number] | undefined {
  const next = text[at + 1] ?? '';
  if (next === '\n') return ['', 2];
  return '"\\$`'.includes(next) && next !== '' ? [next, 2] : undefined;
}

function inAnsiQuotes(text: string, at: number): readonly [string, number] | undefined {
  const [hex, code] = /^\\(?:u([0-9a-f]{4})|x[0-9a-f]{2})/i.exec(text.slice(at, at + 6)) ?? [];
  if (hex !== undefined) return [String.fromCodePoint(Number.parseInt(code ?? hex.slice(2), 16)), hex.length];
  const next = text[at + 1] ?? '';
  return [escapes[next] ?? next, 2];
}
