/** One HTTP/1.1 message as it was read from a socket. */
export interface Message {
  /** Start line and headers, without the empty line after them. */
  readonly head: string;
  /** The decoded body; empty where bodies are only counted. */
  readonly body: Buffer;
  /** Bytes of the decoded body. */
  readonly bodyBytes: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/**
 * Reads HTTP/1.1 messages off the bytes of one connection: a parser that costs little beside the servers that are
 * measured, and no more than they send. Knows `content-length` and chunked bodies.
 */
export class HttpReader {
  readonly #onMessage: (message: Message) => void;
  readonly #keepBodies: boolean;
  #waiting: Buffer = NOTHING;
  #head: string | undefined;
  #chunked = false;
  /** Bytes of the body, or of the chunk with its line end, that are still to come. */
  #missing = 0;
  #bodyBytes = 0;
  #parts: Buffer[] = [];

  constructor(onMessage: (message: Message) => void, keepBodies: boolean) {
    this.#onMessage = onMessage;
    this.#keepBodies = keepBodies;
  }

  /** Takes the next bytes of the connection; calls `onMessage` for each message that they complete. */
  push(bytes: Buffer): void {
    let rest = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    this.#waiting = NOTHING;
    for (;;) {
      const next = this.#head === undefined ? this.#readHead(rest) : this.#readBody(rest);
      if (next === undefined) return;
      rest = next;
    }
  }

  /** Returns what follows, or undefined if more bytes are needed. */
  #readHead(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(END_OF_HEAD);
    if (end === -1) {
      this.#waiting = bytes;
      return undefined;
    }
    const head = bytes.toString('latin1', 0, end);
    this.#head = head;
    this.#chunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    this.#missing = this.#chunked ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (!this.#chunked && this.#missing === 0) this.#finish();
    return bytes.subarray(end + 4);
  }

  #readBody(bytes: Buffer): Buffer | undefined {
    if (this.#missing > 0) return this.#take(bytes);
    const end = bytes.indexOf('\r\n');
    const size = end === -1 ? Number.NaN : Number.parseInt(bytes.toString('latin1', 0, end), 16);
    // The last chunk is empty, and an empty line follows it: trailers are not used here.
    if (Number.isNaN(size) || (size === 0 && bytes.length < end + 4)) {
      this.#waiting = bytes;
      return undefined;
    }
    if (size === 0) {
      this.#finish();
      return bytes.subarray(end + 4);
    }
    this.#missing = size + 2;
    return bytes.subarray(end + 2);
  }

  #take(bytes: Buffer): Buffer | undefined {
    if (bytes.length === 0) return undefined;
    const part = bytes.subarray(0, this.#missing);
    this.#missing -= part.length;
    // Of a chunk's line end, some or all is in this part.
    const content = this.#chunked ? Math.max(0, part.length - Math.max(0, 2 - this.#missing)) : part.length;
    this.#bodyBytes += content;
    if (this.#keepBodies && content > 0) this.#parts.push(part.subarray(0, content));
    if (!this.#chunked && this.#missing === 0) this.#finish();
    return bytes.subarray(part.length);
  }

  #finish(): void {
    const message = { head: this.#head ?? '', body: Buffer.concat(this.#parts), bodyBytes: this.#bodyBytes };
    this.#head = undefined;
    this.#parts = [];
    this.#bodyBytes = 0;
    this.#onMessage(message);
  }
}
