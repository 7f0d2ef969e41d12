import { LRUCache } from 'lru-cache';
import type { RowShape } from '../entities/scanned-row.ts';
import type { ByteText } from './byte-text.ts';
import { SCALAR, VALUE } from './json-patterns.ts';

/** Maximum number of shapes: they differ by selected fields, and by the custom fields of portals. */
const MAX_SHAPES = 500;
/** Names without special characters of regular expressions. */
const plainName = /^\w{1,60}$/;

const shapes = new LRUCache<string, RowShape>({ max: MAX_SHAPES });

const member = new RegExp(String.raw`[{,]"(\w+)":(${VALUE})`, 'y');

/**
 * The shape of the row at a place; equal shapes are one object.
 * @returns nothing for a row with other names than those of fields, with one name twice, or whose first member is no id
 */
export function shapeAt(text: ByteText, at: number): RowShape | undefined {
  const names: string[] = [];
  let key = '';
  member.lastIndex = at;
  for (let found = member.exec(text); found; found = member.exec(text)) {
    const [, name = '', value = ''] = found;
    names.push(name);
    key += `${isNested(value) ? '+' : ','}${name}`;
    if (text[member.lastIndex] === '}') return shapeOf(names, key);
  }
  return undefined;
}

function shapeOf(names: readonly string[], key: string): RowShape | undefined {
  const known = shapes.get(key);
  if (known) return known;
  const areSound = names.every((name) => plainName.test(name)) && new Set(names).size === names.length;
  if (!areSound || names[0] !== 'id') return undefined;
  const shape = toShape(key.split(/(?=[+,])/));
  shapes.set(key, shape);
  return shape;
}

function isNested(value: ByteText): boolean {
  return value.startsWith('{') || value.startsWith('[');
}

/** @param members their names, behind a plus where the value is nested and behind a comma otherwise */
function toShape(members: readonly string[]): RowShape {
  const names = members.map((each) => each.slice(1));
  const patterns = members.map((each) => (each.startsWith('+') ? VALUE : SCALAR));
  const parts = names.map((name, index) => `"${name}":${name === 'id' ? ID : patterns[index]}`);
  return { names, patterns, row: new RegExp(String.raw`\{${parts.join(',')}\}`, 'y') };
}

/** A positive integer, or the text of one. */
const ID = String.raw`(?:[1-9]\d{0,14}|"[1-9]\d{0,14}")`;
