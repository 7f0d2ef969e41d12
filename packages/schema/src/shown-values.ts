/** Longest part of a value that an error repeats, in characters. */
const MAX_VALUE = 200;
/** Longest message, in characters; graphql-js quotes each value and name whole. */
const MAX_MESSAGE = 1000;

/** Returns the text of a value for an error's message: the beginning of it where it is too long. */
export function shownText(text: string): string {
  return cut(text, MAX_VALUE);
}

/** Returns a value for an error's extensions: as it came, or the beginning of its JSON where that is too long. */
export function shownValue(value: unknown): unknown {
  const text = JSON.stringify(value) ?? '';
  return text.length <= MAX_VALUE ? value : cut(text, MAX_VALUE);
}

/** Returns a message with each quoted part cut to 200 characters, and the whole to 1,000. */
export function shownMessage(message: string): string {
  if (message.length <= MAX_VALUE) return message;
  // Every second part stands between quotation marks.
  const parts = message.split('"').map((part, index) => (index % 2 === 1 ? cut(part, MAX_VALUE) : part));
  return cut(parts.join('"'), MAX_MESSAGE);
}

/** Well formed: the cut can go through an emoji, and JSON with half of one is refused by some parsers. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text;
}
