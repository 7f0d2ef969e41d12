import { LRUCache } from 'lru-cache';
import type { ValueKind } from '../entities/decode.ts';
import type { FieldTable } from '../entities/entity.ts';
import type { RowShape } from '../entities/scanned-row.ts';
import type { ByteText } from './byte-text.ts';
import { type CopiedKind, copiedValues, isCopiedKind } from './copied-values.ts';
import { SCALAR, VALUE } from './json-patterns.ts';

/** Maximum number of shapes: they differ by selected fields, and by the custom fields of portals. */
const MAX_SHAPES = 500;
/** Names without special characters of regular expressions. */
const plainName = /^\w{1,60}$/;

const shapes = new LRUCache<string, RowShape>({ max: MAX_SHAPES });

const member = new RegExp(String.raw`[{,]"(\w+)":(${VALUE})`, 'y');

/** The values of a member: those of a kind that are copied, any that are not nested, or any. */
type Form = CopiedKind | 'scalar' | 'nested';

/**
 * The shape of the row at a place; equal shapes are one object.
 * @param fields fields whose values have the form in which they are copied, if their kind has one
 * @returns nothing for a row with other names than those of fields, with one name twice, or whose first member is no id
 */
export function shapeAt(text: ByteText, at: number, fields: FieldTable = {}): RowShape | undefined {
  const names: string[] = [];
  const forms: Form[] = [];
  member.lastIndex = at;
  for (let found = member.exec(text); found; found = member.exec(text)) {
    const [, name = '', value = ''] = found;
    names.push(name);
    forms.push(formOf(value, fields[name]?.kind));
    if (text[member.lastIndex] === '}') return shapeOf(names, forms);
  }
  return undefined;
}

function formOf(value: ByteText, kind: ValueKind | undefined): Form {
  if (value.startsWith('{') || value.startsWith('[')) return 'nested';
  return kind !== undefined && isCopiedKind(kind) ? kind : 'scalar';
}

function shapeOf(names: readonly string[], forms: readonly Form[]): RowShape | undefined {
  const key = `${names.join()} ${forms.join()}`;
  const known = shapes.get(key);
  if (known) return known;
  const areSound = names.every((name) => plainName.test(name)) && new Set(names).size === names.length;
  if (!areSound || names[0] !== 'id') return undefined;
  const shape = toShape(names, forms);
  shapes.set(key, shape);
  return shape;
}

function toShape(names: readonly string[], forms: readonly Form[]): RowShape {
  const patterns = forms.map((form) => (form === 'nested' ? VALUE : form === 'scalar' ? SCALAR : copiedValues[form]));
  const parts = patterns.map(
    (pattern, at) => `"${names[at]}":${at === 0 && pattern !== copiedValues.id ? ID : pattern}`,
  );
  return { names, patterns, row: new RegExp(String.raw`\{${parts.join(',')}\}`, 'y') };
}

/** A positive integer, or the text of one. */
const ID = String.raw`(?:[1-9]\d{0,14}|"[1-9]\d{0,14}")`;
