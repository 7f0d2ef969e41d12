// Sources of regular expressions for values of JSON without blanks. Of each value there is one way to match it, so that
// they take time in proportion to its length, also where they do not match.

const ORDINARY = String.raw`[^"\\\u0000-\u001f]*`;
const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;

const TEXT = `"${ORDINARY}(?:${ESCAPE}${ORDINARY})*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;

/** A text, a number, `true`, `false` or `null`. */
export const SCALAR = `(?:${TEXT}|${NUMBER}|null|true|false)`;

/** Maximum nesting of lists and objects: a record with its relations has no more. */
const MAX_DEPTH = 3;

/** Any value that is not nested deeper than records are. */
export const VALUE = valueOfDepth(MAX_DEPTH);

function valueOfDepth(depth: number): string {
  if (depth === 0) return SCALAR;
  const inner = valueOfDepth(depth - 1);
  return `(?:${SCALAR}|${between('\\[', inner, '\\]')}|${between('\\{', `${TEXT}:${inner}`, '\\}')})`;
}

/** Returns the pattern of comma-separated entries: each is followed by a comma and another entry, or by the end. */
function between(open: string, entry: string, close: string): string {
  return `${open}(?:${entry}(?:,(?!${close})|(?=${close})))*${close}`;
}
