import type { ValueKind } from '../entities/decode.ts';

/**
 * The kinds that are never copied: numbers can come as texts and days as moments, and those of custom fields have a type
 * of their own.
 */
const decodedKinds = ['number', 'date', 'flag', 'list'] as const satisfies readonly ValueKind[];

/** The kinds of which most values are shown in the very form in which they come. */
export type CopiedKind = Exclude<ValueKind, (typeof decodedKinds)[number]>;

const ORDINARY = String.raw`[^"\\\u0000-\u001f]*`;
/** Other escapes are written in another form: a slash as it is, most characters in UTF-8. */
const KEPT_ESCAPE = String.raw`\\["\\bfnrt]`;
const TEXT = `"(?!")${ORDINARY}(?:${KEPT_ESCAPE}${ORDINARY})*"`;
const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const INTEGER = String.raw`[1-9]\d{0,14}`;

export function isCopiedKind(kind: ValueKind): kind is CopiedKind {
  return !(decodedKinds as readonly ValueKind[]).includes(kind);
}

/**
 * Sources of regular expressions for the values, as JSON, that are the same when they are decoded and written again: no
 * text with an escape that has a shorter form, no empty value but `null`.
 */
export const copiedValues: Readonly<Record<CopiedKind, string>> = {
  id: INTEGER,
  link: `(?:${INTEGER}|null)`,
  text: `(?:${TEXT}|null)`,
  longText: `(?:${TEXT}|null)`,
  code: `(?:${TEXT}|null)`,
  multifield: `(?:${TEXT}|null)`,
  datetime: `(?:"${DATE}T${TIME}"|null)`,
  boolean: '(?:true|false|null)',
};
