import { type CopiedKind, copiedValues } from './copied-values.ts';
import type { RowShape, ScannedRow } from '../entities/scanned-row.ts';
import { type ByteText, fromByteText } from './byte-text.ts';

/** A member of a row that is copied into an answer. */
export interface CopiedMember {
  /** Its name upstream. */
  readonly name: string;
  /** Absent for a key of any form. */
  readonly kind?: CopiedKind | undefined;
  /** The text in front of its value in the answer, in ASCII. */
  readonly head: string;
  /** True for a key, in whose place another text is to be put. */
  readonly isKey?: boolean;
}

/** Writes members of rows as they came; nothing for a row of which one has another form than {@link copiedValues} tell. */
export type RowProjection = (row: ScannedRow) => string | undefined;

/**
 * Compiles members, in the order of the answer, into a function that copies them out of the text of a row.
 * @param noted names of members whose values are noted with the row, since they are to be read
 */
export function rowProjection(members: readonly CopiedMember[], noted: readonly string[] = []): RowProjection {
  const known = new WeakMap<RowShape, ShapeProjection>();
  let lastShape: RowShape | undefined;
  let last: ShapeProjection | undefined;
  return (row) => {
    if (row.shape !== lastShape) {
      last = known.get(row.shape) ?? projectionOf(row.shape, members, noted);
      known.set(row.shape, last);
      lastShape = row.shape;
    }
    return last && project(last, row);
  };
}

/** A projection for the rows of one shape: one part of the row behind another is copied, each in one piece. */
export interface ShapeProjection {
  /** Matches a row up to its last member that is copied; the groups are the parts. Null if rows are decoded. */
  readonly parts: RegExp | null;
  /** Number of the row's members that it matches. */
  readonly matched: number;
  readonly pieces: readonly { readonly head: string; readonly group: number; readonly isKey: boolean }[];
  readonly notes: readonly { readonly name: string; readonly group: number }[];
}

function project({ parts, pieces, notes }: ShapeProjection, row: ScannedRow): string | undefined {
  if (!parts) return undefined;
  parts.lastIndex = row.start;
  const found = parts.exec(row.list.text);
  if (!found) return undefined;
  if (notes.length > 0) row.noted = notesOf(notes, found);
  let text = '';
  for (const { head, group } of pieces) text += head + (found[group] as string);
  return text;
}

function notesOf(notes: ShapeProjection['notes'], found: RegExpExecArray): ScannedRow['noted'] {
  const noted: Record<string, unknown> = {};
  for (const { name, group } of notes) noted[name] = valueOf(found[group] as ByteText);
  return noted;
}

/** Parses a value as JSON; most are the numbers of other records. */
function valueOf(text: ByteText): unknown {
  const first = text.charCodeAt(0);
  return first >= ZERO && first <= NINE ? Number(text) : (JSON.parse(fromByteText(text)) as unknown);
}

const [ZERO, NINE] = [0x30, 0x39];

/** Members that stand side by side both in the row and in the answer, by their places in the row. */
interface Part {
  readonly head: string;
  readonly isKey: boolean;
  readonly first: number;
  last: number;
}

export function projectionOf(
  shape: RowShape,
  members: readonly CopiedMember[],
  noted: readonly string[] = [],
): ShapeProjection {
  const { names, patterns } = shape;
  const places = members.map(({ name }) => names.indexOf(name));
  const notedPlaces = new Set(noted.map((name) => names.indexOf(name)));
  notedPlaces.delete(-1);
  const matched = Math.max(-1, ...places, ...notedPlaces) + 1;
  // The phones and e-mails of a full object can be in `fm` alone (contract §2, `GET /v1/contacts/:id`), and a company
  // can come along with its contact (contract §2, "include").
  const isElsewhere = names.includes('fm') || (names.includes('_included') && members.some(({ isKey }) => isKey));
  if (matched === 0 || places.includes(-1) || isElsewhere) return { parts: null, matched: 0, pieces: [], notes: [] };
  const kinds = new Map(members.map(({ kind }, at) => [places[at], kind]));
  const parts = partsOf(members, places);
  const [opened, closed] = [new Set(parts.map(({ first }) => first)), new Set(parts.map(({ last }) => last))];
  /** Numbers of the groups by the places where they begin: a part's is in front of that of its first member. */
  const groups = { parts: new Map<number, number>(), notes: new Map<number, number>() };
  let group = 0;
  const source = names.slice(0, matched).map((name, place) => {
    const kind = kinds.get(place);
    const value = kind === undefined ? patterns[place] : copiedValues[kind];
    if (opened.has(place)) groups.parts.set(place, (group += 1));
    if (notedPlaces.has(place)) groups.notes.set(place, (group += 1));
    const own = notedPlaces.has(place) ? `(${value})` : value;
    return `"${name}":${opened.has(place) ? '(' : ''}${own}${closed.has(place) ? ')' : ''}`;
  });
  return {
    // The end is looked for too: a number could go on.
    parts: new RegExp(String.raw`\{${source.join(',')}(?=[,}])`, 'y'),
    matched,
    pieces: parts.map(({ head, isKey, first }) => ({ head, isKey, group: groups.parts.get(first) as number })),
    notes: [...groups.notes].map(([place, number]) => ({ name: names[place] as string, group: number })),
  };
}

function partsOf(members: readonly CopiedMember[], places: readonly number[]): readonly Part[] {
  // One that is copied twice is a part on its own.
  const joins = new Set(places).size === places.length;
  const parts: Part[] = [];
  for (const [at, { name, head, isKey = false }] of members.entries()) {
    const place = places[at] as number;
    const before = parts.at(-1);
    const isBehind = before?.last === place - 1 && head === `,"${name}":`;
    if (joins && isBehind && !isKey && !before.isKey) before.last = place;
    else parts.push({ head, isKey, first: place, last: place });
  }
  return parts;
}
