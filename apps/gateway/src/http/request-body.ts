import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, HttpError } from './http-error.ts';
import { onceClosed } from './once-closed.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Receives a request's body, or the HttpError of it. */
export interface BodyReceiver {
  readonly maxBytes: number;
  readonly onBody: (bytes: Buffer) => void;
  readonly onError: (error: HttpError) => void;
}

/**
 * Reads a request's body, and stops as soon as it is too large, whatever its headers say. Sends `100 Continue` to a
 * client that waits for it, and not before. A body that comes with the head is passed on once both are parsed, without
 * waiting for events of the stream.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, onBody, onError }: BodyReceiver,
): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return onError(tooLarge(maxBytes));
  // A client that disconnected during authentication sends no more.
  if (request.destroyed) return onError(broken());
  if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
  const chunks: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const next = (): Buffer | null => request.read() as Buffer | null;
  const read = (): void => {
    if (isOver) return;
    // One call returns all that there is only if it has arrived in one part.
    for (let chunk = next(); chunk !== null; chunk = next()) {
      chunks.push(chunk);
      size += chunk.length;
    }
    isOver = size > maxBytes || request.complete;
    if (size > maxBytes) onError(tooLarge(maxBytes));
    else if (isOver) onBody(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  };
  if (request.complete) return read();
  // Begins to read: otherwise the listener would, in a further tick.
  request.read(0);
  request.on('readable', read);
  onceClosed(response, () => {
    if (isOver) return;
    isOver = true;
    onError(broken());
  });
}

/** @throws HttpError if the bytes are not UTF-8 */
export function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
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
