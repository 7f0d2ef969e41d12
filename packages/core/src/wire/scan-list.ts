import { isUtf8 } from 'node:buffer';
import type { FieldTable } from '../entities/entity.ts';
import { type RowShape, ScannedRow, type ScannedList } from '../entities/scanned-row.ts';
import { type ByteText, byteTextOf, fromByteText, joined } from './byte-text.ts';
import { shapeAt } from './row-shapes.ts';

/** An answer whose list of rows is not parsed yet. */
export interface ScannedAnswer {
  readonly rows: readonly ScannedRow[];
  /** The envelope, with an empty list in the place of the rows. */
  readonly envelope: Readonly<Record<string, unknown>>;
}

/** Minimum size: one or two rows are parsed sooner. */
const MIN_BYTES = 512;
/** Number of bytes that become one text, about what a socket reads at once: V8 collects larger texts at a higher cost. */
const PART_BYTES = 65_536;
const HEAD = '{"success":true,"data":[';
/** Maximum number of shapes in a list: with more, parsing is faster. */
const MAX_SHAPES = 16;

/**
 * Finds the rows of a list answer in its text: all that most rows are needed for is to be passed on. Takes the form that
 * answers usually have, JSON without blanks.
 * @param chunks the bytes of the answer; they can be cut anywhere
 * @param fields the fields of the records; their kinds say in which form values are copied
 * @returns nothing for any other form, which may be right all the same
 */
export function scanList(chunks: readonly Buffer[], fields?: FieldTable): ScannedAnswer | undefined {
  const scan = new ListScan(fields);
  let part: Buffer[] = [];
  let size = 0;
  let partBytes = PART_BYTES;
  for (const chunk of chunks) {
    if (size > 0 && size + chunk.length > partBytes) {
      const bytes = joined(part);
      const rest = bytes.subarray(scan.takePart(bytes));
      part = [rest];
      size = rest.length;
      // A row that is longer than a part is looked at again when there is twice as much of it.
      partBytes = Math.max(PART_BYTES, 2 * size);
    }
    part.push(chunk);
    size += chunk.length;
  }
  return scan.takeEnd(joined(part));
}

/** The shape that was found last for each kind of records: rows of the next list often have it, too. */
const latestShapes = new WeakMap<FieldTable, RowShape>();

/** Finds the rows of a list whose first row is at a place of a text. `end` is behind the `]`. */
export function scanRows(
  text: ByteText,
  from: number,
): { readonly rows: readonly ScannedRow[]; readonly end: number } | undefined {
  if (text.charCodeAt(from) === LIST_END) return { rows: [], end: from + 1 };
  const scan = new ListScan();
  const end = scan.takeRows(text, from, true);
  return text.charCodeAt(end - 1) === LIST_END ? { rows: scan.rows, end } : undefined;
}

/** Takes the rows of an answer out of one part of its bytes behind another. */
class ListScan {
  readonly rows: ScannedRow[] = [];
  #shape: RowShape | undefined;
  #shapes = 0;
  /** Undefined from the first row on that has a value in another form than it is copied in. */
  #fields: FieldTable | undefined;

  constructor(fields?: FieldTable) {
    this.#fields = fields;
    this.#shape = fields && latestShapes.get(fields);
  }

  /** Takes the rows that are followed by another one. Returns the number of bytes in front of the first that is left. */
  takePart(bytes: Buffer): number {
    // No character is cut behind a comma.
    const part = bytes.subarray(0, bytes.lastIndexOf(COMMA) + 1);
    if (!isUtf8(part)) return 0;
    const text = byteTextOf(part);
    return this.takeRows(text, this.#startIn(text), false);
  }

  /** Takes the rows that are left, if they and the rest of the envelope are all of these bytes. */
  takeEnd(bytes: Buffer): ScannedAnswer | undefined {
    const isFirst = this.rows.length === 0;
    if ((isFirst && bytes.length < MIN_BYTES) || !isUtf8(bytes)) return undefined;
    const text = byteTextOf(bytes);
    const end =
      isFirst && text.startsWith(`${HEAD}]`) ? HEAD.length : this.takeRows(text, this.#startIn(text), true) - 1;
    if (text.charCodeAt(end) !== LIST_END) return undefined;
    const rest = text.slice(end);
    // One more list of that name would take the place of this one.
    if (rest.includes('"data"') || rest.includes('\\')) return undefined;
    try {
      return { rows: this.rows, envelope: JSON.parse(HEAD + fromByteText(rest)) as ScannedAnswer['envelope'] };
    } catch {
      return undefined;
    }
  }

  /** Returns the place of the first row in a part; -1 if there is none. */
  #startIn(text: ByteText): number {
    if (this.rows.length > 0) return 0;
    return text.startsWith(HEAD) ? HEAD.length : -1;
  }

  /**
   * Takes the rows from a place on that are followed by a comma and, at the end of the list, the one before the `]`.
   * Returns the place behind that; 0 without any row.
   */
  takeRows(text: ByteText, from: number, isEnd: boolean): number {
    if (from < 0) return 0;
    const starts = [from];
    const list: ScannedList = {
      text,
      starts,
      raws: rawsOf(() => fromByteText(text.slice(from, (starts.at(-1) as number) - 1))),
    };
    let at = from;
    for (;;) {
      const id = this.#idAt(text, at);
      if (id === NO_ID || !this.#shape) break;
      const end = this.#shape.row.lastIndex;
      const next = text.charCodeAt(end);
      if (next !== COMMA && !(isEnd && next === LIST_END)) break;
      this.rows.push(new ScannedRow(id, this.#shape, list, starts.length - 1));
      at = end + 1;
      starts.push(at);
      if (next === LIST_END) break;
    }
    return at === from ? 0 : at;
  }

  /** Returns the id of the row at a place. Its shape is that of the row before, or one that is looked for. */
  #idAt(text: ByteText, at: number): number {
    const id = this.#shape ? idOfRow(this.#shape, text, at) : NO_ID;
    if (id !== NO_ID || this.#shapes === MAX_SHAPES) return id;
    const shape = shapeAt(text, at, this.#fields);
    if (!shape) return NO_ID;
    const found = idOfRow(shape, text, at);
    if (found === NO_ID && this.#fields) {
      this.#fields = undefined;
      return this.#idAt(text, at);
    }
    this.#shape = shape;
    this.#shapes += 1;
    if (this.#fields) latestShapes.set(this.#fields, shape);
    return found;
  }
}

const [COMMA, LIST_END] = [0x2c, 0x5d];

const NO_ID = 0;

/** The id of the row at a place, if it is one of the shape; `lastIndex` is behind it then. */
function idOfRow({ row }: RowShape, text: ByteText, at: number): number {
  row.lastIndex = at;
  if (!row.test(text)) return NO_ID;
  const first = at + ID_HEAD.length;
  const start = text.charCodeAt(first) === QUOTE ? first + 1 : first;
  let id = 0;
  for (let place = start; ; place += 1) {
    const digit = text.charCodeAt(place) - ZERO;
    if (digit < 0 || digit > 9) return id;
    id = 10 * id + digit;
  }
}

const ID_HEAD = '{"id":';
const [QUOTE, ZERO] = [0x22, 0x30];

/** @param textOf returns the rows as JSON, comma-separated */
function rawsOf(textOf: () => string): ScannedList['raws'] {
  let raws: ReturnType<ScannedList['raws']> | undefined;
  return () => (raws ??= JSON.parse(`[${textOf()}]`) as ReturnType<ScannedList['raws']>);
}
