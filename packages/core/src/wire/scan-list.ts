import { type RowShape, ScannedRow, type ScannedList } from '../entities/scanned-row.ts';
import { type ByteText, byteTextOf, fromByteText } from './byte-text.ts';
import { shapeAt } from './row-shapes.ts';

/** An answer whose list of rows is not parsed yet. */
export interface ScannedAnswer {
  readonly rows: readonly ScannedRow[];
  /** The envelope, with an empty list in the place of the rows. */
  readonly envelope: Readonly<Record<string, unknown>>;
}

/** Minimum size: one or two rows are parsed sooner. */
const MIN_BYTES = 512;
const HEAD = '{"success":true,"data":[';
/** Maximum number of shapes in a list: with more, parsing is faster. */
const MAX_SHAPES = 16;

/**
 * Finds the rows of a list answer in its text: all that most rows are needed for is to be passed on. Takes the form that
 * answers usually have, JSON without blanks.
 * @param bytes UTF-8
 * @returns nothing for any other form, which may be right all the same
 */
export function scanList(bytes: Buffer): ScannedAnswer | undefined {
  if (bytes.length < MIN_BYTES) return undefined;
  const text = byteTextOf(bytes);
  if (!text.startsWith(HEAD)) return undefined;
  const scanned = scanRows(text);
  if (!scanned) return undefined;
  const rest = text.slice(scanned.end);
  // One more list of that name would take the place of this one.
  if (rest.includes('"data"') || rest.includes('\\')) return undefined;
  try {
    return { rows: scanned.rows, envelope: JSON.parse(HEAD + fromByteText(rest)) as ScannedAnswer['envelope'] };
  } catch {
    return undefined;
  }
}

function scanRows(text: ByteText): { readonly rows: readonly ScannedRow[]; readonly end: number } | undefined {
  const rows: ScannedRow[] = [];
  let end = HEAD.length;
  if (text[end] === ']') return { rows, end };
  const starts = [end];
  const list: ScannedList = { text, starts, raws: rawsOf(() => fromByteText(text.slice(HEAD.length - 1, end + 1))) };
  let shapes = 0;
  let shape: RowShape | undefined;
  for (let at = end; ; at = end + 1) {
    let id = shape ? idOfRow(shape, text, at) : NO_ID;
    if (id === NO_ID) {
      shapes += 1;
      shape = shapes > MAX_SHAPES ? undefined : shapeAt(text, at);
      if (shape) id = idOfRow(shape, text, at);
    }
    if (!shape || id === NO_ID) return undefined;
    rows.push(new ScannedRow(id, shape, list, rows.length));
    end = shape.row.lastIndex;
    starts.push(end + 1);
    if (text.charCodeAt(end) === LIST_END) return { rows, end };
    if (text.charCodeAt(end) !== COMMA) return undefined;
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

function rawsOf(textOf: () => string): ScannedList['raws'] {
  let raws: ReturnType<ScannedList['raws']> | undefined;
  return () => (raws ??= JSON.parse(textOf()) as ReturnType<ScannedList['raws']>);
}
