import { inputError } from '../columns/input-error.ts';

/** A value of a query string or a body: texts, lists and members by name. */
export type RestValue =
  | string
  | number
  | boolean
  | null
  | readonly RestValue[]
  | { readonly [name: string]: RestValue };

/** Returns a value as one text; JSON for what has members. */
export function textOf(value: RestValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Deepest nesting that is read; the REST API's own parser stops at about as many. */
const MAX_DEPTH = 12;

/** Members as they are read, before lists and objects are divided. */
type Node = Map<string, Node | string[]>;

/**
 * Reads a query string in bracket syntax: `filter[companyId]=15`, `filter[id][0]=1`, `filter[id][]=1`, `order[name]=asc`.
 * @param text without the question mark
 * @throws InputError if a part is not percent-encoded or nested too deeply
 */
export function parseQueryString(text: string): ReadonlyMap<string, RestValue> {
  const root: Node = new Map();
  for (const part of text.replaceAll(/%5B/gi, '[').replaceAll(/%5D/gi, ']').split('&')) {
    if (part === '') continue;
    const end = endOfName(part);
    const name = decode(part.slice(0, end));
    add(root, pathOf(name), decode(part.slice(end + 1)), name);
  }
  return new Map([...root].map(([name, node]) => [name, valueOf(node)]));
}

/** An operator such as `>=` in brackets holds the sign that divides names from values. */
function endOfName(part: string): number {
  const sign = part.indexOf('=');
  const bracket = part.indexOf('[');
  if (bracket !== -1 && bracket < sign) {
    const end = part.indexOf(']=');
    if (end !== -1) return end + 1;
  }
  return sign === -1 ? part.length : sign;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw inputError(text, 'is not percent-encoded correctly.');
  }
}

function pathOf(name: string): readonly string[] {
  const start = name.indexOf('[');
  if (start <= 0) return [name];
  return [
    name.slice(0, start),
    ...name
      .slice(start + 1)
      .split('[')
      .map((key) => (key.endsWith(']') ? key.slice(0, -1) : key)),
  ];
}

function add(root: Node, path: readonly string[], value: string, place: string): void {
  if (path.length > MAX_DEPTH) throw inputError(place, 'is nested too deeply.');
  let node = root;
  for (const name of path.slice(0, -1)) {
    const next = node.get(name);
    if (Array.isArray(next)) throw inputError(place, 'has a value and members of its own.');
    const below: Node = next ?? new Map();
    node.set(name, below);
    node = below;
  }
  const last = path.at(-1) ?? '';
  const earlier = node.get(last);
  if (earlier instanceof Map) throw inputError(place, 'has a value and members of its own.');
  node.set(last, [...(earlier ?? []), value]);
}

function valueOf(node: Node | string[]): RestValue {
  if (Array.isArray(node)) return node.length === 1 ? (node[0] ?? '') : node;
  const names = [...node.keys()];
  // `[]` is a list, and so is `[0]`, `[1]` of values; numbered groups stay members.
  const isList = names.every((name) => /^\d*$/.test(name)) && [...node.values()].every(Array.isArray);
  if (isList) return [...node.values()].flat() as readonly string[];
  return Object.fromEntries([...node].map(([name, below]) => [name, valueOf(below)]));
}
