/** The lengths that the schema's argument `search` takes. */
const MIN_LENGTH = 2;
const MAX_LENGTH = 100;
const MAX_WORDS = 4;

/** Returns the text of the search box as the argument takes it; undefined for a text that is not sent. */
export function searchOf(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' || searchProblem(trimmed) !== undefined ? undefined : trimmed;
}

/** Returns what is wrong with the text of the search box, and what is allowed; undefined if it can be sent. */
export function searchProblem(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed.length < MIN_LENGTH) return `Type ${MIN_LENGTH} characters or more.`;
  if (trimmed.length > MAX_LENGTH) return `A search has ${MAX_LENGTH} characters at most.`;
  if (trimmed.split(/\s+/).length > MAX_WORDS && !/^[\d\s+()-]+$/.test(trimmed))
    return `A search has ${MAX_WORDS} words at most: parts of first and last name, an e-mail address or a phone number.`;
  return undefined;
}
