/** A description of an error that may be logged: its kind and the place where it was thrown, without its message. */
export interface ErrorDescription {
  readonly name: string;
  /** Node's own codes, e.g. ECONNRESET. */
  readonly code?: string;
  /** Lines of the stack that are places in the code. */
  readonly stack: readonly string[];
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 5;

/**
 * Describes an error without data of a request. Messages are left out: those of JSON, graphql and V8 quote the values that
 * they reject, and those are contacts here. The stack shows a maintainer the place.
 */
export function describeError(error: unknown, causes = MAX_CAUSES): ErrorDescription {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, stack: [] };
  const { code, originalError } = error as { code?: unknown; originalError?: unknown };
  const cause = error.cause ?? originalError;
  return {
    name: nameOf(error),
    ...(typeof code === 'string' && /^[A-Z][A-Z\d_]{0,60}$/.test(code) ? { code } : {}),
    stack: placesOf(error),
    ...(cause === undefined || cause === null || causes === 0 ? {} : { cause: describeError(cause, causes - 1) }),
  };
}

function nameOf({ name, constructor }: Error): string {
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : constructor.name;
}

/** Returns the places of a stack. A message may hold lines that look like places; all of them precede the real ones. */
function placesOf({ stack = '', message }: Error): readonly string[] {
  const end = stack.indexOf(message);
  const rest = message !== '' && end !== -1 ? stack.slice(end + message.length) : stack;
  return rest
    .split('\n')
    .filter((line) => /^\s+at .+/.test(line))
    .map((line) => line.trim());
}
