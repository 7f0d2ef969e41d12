import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, HttpError } from './http-error.ts';
import { onceClosed } from './once-closed.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Receives a request's body, or the error of it. One of its functions is called once. */
export interface BodyReceiver {
  readonly maxBytes: number;
  onText(text: string): void;
  onError(error: unknown): void;
}

/**
 * Reads a request's body, and stops as soon as it is too large, whatever its headers say. Sends `100 Continue` to a
 * client that waits for it, and not before. A body that comes with the head is read as soon as both are parsed: events of
 * data and end would cost three more iterations of Node's queue of ticks.
 */
export function readBody(request: IncomingMessage, response: ServerResponse, receiver: BodyReceiver): void {
  const { maxBytes } = receiver;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return receiver.onError(tooLarge(maxBytes));
  // A client that disconnected during authentication sends no more.
  if (request.destroyed) return receiver.onError(broken());
  if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
  const body = new Body(request, receiver);
  if (request.complete) return body.read();
  // Begins to read, so that the listener does not have to.
  request.read(0);
  request.on('readable', () => body.read());
  onceClosed(response, () => body.breakOff());
}

class Body {
  readonly #request: IncomingMessage;
  readonly #receiver: BodyReceiver;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #isOver = false;

  constructor(request: IncomingMessage, receiver: BodyReceiver) {
    this.#request = request;
    this.#receiver = receiver;
  }

  /** Reads what has arrived. */
  read(): void {
    if (this.#isOver) return;
    const { maxBytes } = this.#receiver;
    const chunk = this.#request.read() as Buffer | null;
    if (chunk) {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
    }
    if (this.#size > maxBytes) this.#fail(tooLarge(maxBytes));
    else if (this.#request.complete) this.#finish();
  }

  breakOff(): void {
    if (!this.#isOver) this.#fail(broken());
  }

  #finish(): void {
    this.#isOver = true;
    let text: string;
    try {
      text = textOf(this.#chunks);
    } catch (error) {
      return this.#receiver.onError(error);
    }
    this.#receiver.onText(text);
  }

  #fail(error: HttpError): void {
    this.#isOver = true;
    this.#receiver.onError(error);
  }
}

/** @throws HttpError if the bytes are not UTF-8 */
function textOf(chunks: readonly Buffer[]): string {
  try {
    return utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  } catch {
    throw badRequest('The body is not UTF-8.');
  }
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError({
    status: 413,
    code: 'REQUEST_TOO_LARGE',
    message: `The body is larger than ${maxBytes} bytes (MAX_BODY_BYTES).`,
    extensions: { limit: 'MAX_BODY_BYTES', allowed: maxBytes },
  });
}

/** The client has disconnected: this error is for the log. */
function broken(): HttpError {
  return badRequest('The connection closed before the end of the request.');
}
