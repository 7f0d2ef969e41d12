import { type ByteText, KEY_MARK, type Loaded } from '@contacts/core';
import type { Context } from '../context.ts';
import type { Position, Run } from './compiled.ts';
import type { Lookup, Keyed } from './keyed.ts';

/** Rows that are copied but for the records that they lead to. */
export interface KeyedRows {
  /** The text of the rows, with keys between marks: of each row one for each field, in their order. */
  readonly text: ByteText;
  readonly keyed: readonly Keyed[];
  /** Puts the rows one by one: where a record cannot be had, each row has an error of its own. */
  readonly putEach: (run: Run) => void;
}

type Lookups = ReadonlyMap<Keyed['from'], Lookup>;

/** Writes rows when all records that they lead to are there; the text of each record is written once. */
export function putKeyed(run: Run, { nodes, coordinate }: Position, { text, keyed, putEach }: KeyedRows): void {
  // Texts and keys by turns.
  const parts = text.split(KEY_MARK);
  const lookups = load(run.context as Context, keyed, parts);
  if (lookups instanceof Promise) run.defer({ nodes, coordinate, nullable: false, write: put }, lookups);
  else put(run, lookups);

  function put(to: Run, found: unknown): void {
    if (fillIn(to, keyed, parts, found as Lookups)) to.text += parts.join('');
    else putEach(to);
  }
}

/** Reads the records of each kind as one; those that cannot be read are left out. */
function load(context: Context, keyed: readonly Keyed[], parts: readonly ByteText[]): Loaded<Lookups> {
  const lookups = new Map<Keyed['from'], Lookup>();
  const pending: Promise<unknown>[] = [];
  for (const [{ from, load: read }, keys] of keysOf(keyed, parts)) {
    const loaded = read(context, keys);
    if (loaded instanceof Promise) pending.push(loaded.then((lookup) => lookups.set(from, lookup)));
    else lookups.set(from, loaded);
  }
  if (pending.length === 0) return lookups;
  return Promise.all(pending).then(
    () => lookups,
    () => lookups,
  );
}

/** Returns the keys of each kind, in the order in which rows one by one would ask for them. */
function keysOf(
  keyed: readonly Keyed[],
  parts: readonly ByteText[],
): Iterable<readonly [Keyed, ReadonlySet<ByteText>]> {
  const firsts = keyed.map(({ from }) => keyed.findIndex((each) => each.from === from));
  const keys = new Map<number, Set<ByteText>>();
  for (let at = 1; at < parts.length; at += 2) {
    const key = parts[at] as ByteText;
    if (key === NONE) continue;
    const first = firsts[placeOf(at, keyed)] as number;
    const known = keys.get(first);
    if (known) known.add(key);
    else keys.set(first, new Set([key]));
  }
  return keys.entries().map(([first, its]) => [keyed[first] as Keyed, its] as const);
}

/** Puts texts in the place of keys; returns false if there is no text for one. */
function fillIn(run: Run, keyed: readonly Keyed[], parts: ByteText[], lookups: Lookups): boolean {
  const texts = keyed.map(() => new Map([[NONE, NONE]]));
  for (let at = 1; at < parts.length; at += 2) {
    const key = parts[at] as ByteText;
    const place = placeOf(at, keyed);
    const known = texts[place]?.get(key);
    const text = known ?? textOf(run, keyed[place] as Keyed, lookups, key);
    if (text === undefined) return false;
    if (known === undefined) texts[place]?.set(key, text);
    parts[at] = text;
  }
  return true;
}

/** Returns the text of a record; `undefined` if it, or a value of it, cannot be had. */
function textOf(run: Run, { field, from, keyOf }: Keyed, lookups: Lookups, key: ByteText): ByteText | undefined {
  try {
    const lookup = lookups.get(from);
    if (!lookup) return undefined;
    const value = lookup.get(keyOf(key));
    return value === null || value === undefined ? NONE : run.textOf(field, value);
  } catch {
    return undefined;
  }
}

function placeOf(at: number, { length }: readonly Keyed[]): number {
  return ((at - 1) / 2) % length;
}

const NONE = 'null';
