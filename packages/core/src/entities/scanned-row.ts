type Raw = Readonly<Record<string, unknown>>;

/** The members of a row, in the order in which they came. The rows of a list mostly have the same. */
export interface RowShape {
  readonly names: readonly string[];
  /** For each member, the source of a regular expression that its value matches. */
  readonly patterns: readonly string[];
  /** Matches a row of this shape from `lastIndex` on. Its first member is the id, a positive integer or the text of one. */
  readonly row: RegExp;
}

/** A list of rows in its text. */
export interface ScannedList {
  /** Each character is one byte of UTF-8. */
  readonly text: string;
  /** Where each row begins in the text, and where the one behind the last would. */
  readonly starts: readonly number[];
  /** Returns the objects of the rows, parsed on the first call. */
  readonly raws: () => readonly Raw[];
}

/** One row of a list, whose members are parsed when one of any row is read. */
export class ScannedRow {
  readonly id: number;
  readonly shape: RowShape;
  readonly list: ScannedList;
  /** The place of the row in the list. */
  readonly index: number;
  /** Values of members that were read while others were copied. */
  noted: Raw | undefined = undefined;

  // oxlint-disable-next-line max-params -- one is made for each row, without an object to hand them over
  constructor(id: number, shape: RowShape, list: ScannedList, index: number) {
    this.id = id;
    this.shape = shape;
    this.list = list;
    this.index = index;
  }

  /** Where its text begins in that of the list. */
  get start(): number {
    return this.list.starts[this.index] as number;
  }

  /** Where its text ends. */
  get end(): number {
    return (this.list.starts[this.index + 1] as number) - 1;
  }

  /** Returns the value of a member, `undefined` without one; parses the rows only if it was not noted. */
  member(name: string): unknown {
    if (this.noted && Object.hasOwn(this.noted, name)) return this.noted[name];
    return this.shape.names.includes(name) ? this.raw[name] : undefined;
  }

  get raw(): Raw {
    return this.list.raws()[this.index] as Raw;
  }
}
