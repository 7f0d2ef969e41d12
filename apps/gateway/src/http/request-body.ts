import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, HttpError } from './http-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body, and stops as soon as it is too large, whatever its headers say. Sends `100 Continue` to a
 * client that waits for it, and not before.
 * @throws HttpError
 */
export function readBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    // A client that disconnected during authentication sends no more.
    if (request.destroyed) throw broken();
    if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
    const read: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.removeAllListeners('data');
        request.pause();
        reject(tooLarge(maxBytes));
      } else {
        read.push(chunk);
      }
    });
    request.on('end', () => {
      try {
        resolve(textOf(read));
      } catch (error) {
        reject(error);
      }
    });
    // Without a listener for its error, a request that breaks off only closes.
    request.on('close', () => {
      if (!request.readableEnded) reject(broken());
    });
  });
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
