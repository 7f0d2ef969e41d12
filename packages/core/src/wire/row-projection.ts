import { type CopiedKind, copiedValues } from './copied-values.ts';
import type { RowShape, ScannedRow } from '../entities/scanned-row.ts';

/** A member of a row that is copied into an answer. */
export interface CopiedMember {
  /** Its name upstream. */
  readonly name: string;
  readonly kind: CopiedKind;
  /** The text in front of its value in the answer, in ASCII. */
  readonly head: string;
}

/** Writes members of rows as they came; nothing for a row of which one has another form than {@link copiedValues} tell. */
export type RowProjection = (row: ScannedRow) => string | undefined;

/** Compiles members, in the order of the answer, into a function that copies them out of the text of a row. */
export function rowProjection(members: readonly CopiedMember[]): RowProjection {
  const known = new WeakMap<RowShape, ShapeProjection>();
  let lastShape: RowShape | undefined;
  let last: ShapeProjection | undefined;
  return (row) => {
    if (row.shape !== lastShape) {
      last = known.get(row.shape) ?? projectionOf(row.shape, members);
      known.set(row.shape, last);
      lastShape = row.shape;
    }
    return last && project(last, row);
  };
}

/** A projection for the rows of one shape: one part of the row behind another is copied, each in one piece. */
interface ShapeProjection {
  /** Matches a row up to its last member that is copied; the groups are the parts. Null if rows are decoded. */
  readonly parts: RegExp | null;
  readonly pieces: readonly { readonly head: string; readonly group: number }[];
}

function project({ parts, pieces }: ShapeProjection, { list, start }: ScannedRow): string | undefined {
  if (!parts) return undefined;
  parts.lastIndex = start;
  const found = parts.exec(list.text);
  if (!found) return undefined;
  let text = '';
  for (const { head, group } of pieces) text += head + (found[group] as string);
  return text;
}

/** Members that stand side by side both in the row and in the answer, by their places in the row. */
interface Part {
  readonly head: string;
  readonly first: number;
  last: number;
}

function projectionOf(shape: RowShape, members: readonly CopiedMember[]): ShapeProjection {
  const places = members.map(({ name }) => shape.names.indexOf(name));
  // The phones and e-mails of a full object can be in `fm` alone (contract §2, `GET /v1/contacts/:id`).
  if (places.includes(-1) || shape.names.includes('fm')) return { parts: null, pieces: [] };
  const kinds = new Map(members.map(({ kind }, at) => [places[at], kind]));
  const parts = partsOf(members, places);
  const inRow = [...new Map(parts.map((part) => [part.first, part])).values()].toSorted((a, b) => a.first - b.first);
  const source = shape.names.slice(0, Math.max(...places) + 1).map((name, place) => {
    const kind = kinds.get(place);
    const value = kind === undefined ? shape.patterns[place] : copiedValues[kind];
    const open = inRow.some(({ first }) => first === place) ? '(' : '';
    const close = inRow.some(({ last }) => last === place) ? ')' : '';
    return `"${name}":${open}${value}${close}`;
  });
  return {
    // The end is looked for too: a number could go on.
    parts: new RegExp(String.raw`\{${source.join(',')}(?=[,}])`, 'y'),
    pieces: parts.map(({ head, first }) => ({ head, group: 1 + inRow.findIndex((part) => part.first === first) })),
  };
}

function partsOf(members: readonly CopiedMember[], places: readonly number[]): readonly Part[] {
  // One that is copied twice is a part on its own.
  const joins = new Set(places).size === places.length;
  const parts: Part[] = [];
  for (const [at, { name, head }] of members.entries()) {
    const place = places[at] as number;
    const before = parts.at(-1);
    if (joins && before?.last === place - 1 && head === `,"${name}":`) before.last = place;
    else parts.push({ head, first: place, last: place });
  }
  return parts;
}
