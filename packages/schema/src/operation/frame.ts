/**
 * A place of an answer that can become null on its own, or whose value is still to come. Its text is in pieces, since
 * some of them are written later than what stands behind them.
 */
export class Frame {
  isNull = false;
  readonly #pieces: (string | Frame)[] = [];
  readonly #outer: Frame | undefined;
  readonly #nullable: boolean;

  /** @param outer the frame that it stands in; `undefined` for the whole answer */
  constructor(outer: Frame | undefined, nullable: boolean) {
    this.#outer = outer;
    this.#nullable = nullable;
  }

  /** True as long as all of it is one text, which can stand in the outer frame's own. */
  get isPlain(): boolean {
    return this.#pieces.length === 0;
  }

  /** True if it, or anything around it, has become null: what comes for it then is of no use. */
  get isLost(): boolean {
    return this.isNull || (this.#outer?.isLost ?? false);
  }

  add(text: string): void {
    this.#pieces.push(text);
  }

  /** Adds a frame behind the text that stands before it. */
  addFrame(before: string, frame: Frame): void {
    this.#pieces.push(before, frame);
  }

  /** Makes the nearest frame null that may be, beginning with this one; the whole answer always may. */
  setNull(): void {
    if (this.#nullable || this.#outer === undefined) this.isNull = true;
    else this.#outer.setNull();
  }

  toText(): string {
    if (this.isNull) return 'null';
    let text = '';
    for (const piece of this.#pieces) text += typeof piece === 'string' ? piece : piece.toText();
    return text;
  }
}
