import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, HttpError } from './http-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body, and stops as soon as it is too large, whatever its headers say. Sends `100 Continue` to a
 * client that waits for it, and not before.
 * @throws HttpError
 */
export async function readBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  // A client that disconnected during authentication sends no more.
  if (request.destroyed) throw broken();
  if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
  const chunks = await new Promise<readonly Buffer[]>((resolve, reject) => {
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
    request.once('end', () => resolve(read));
    request.once('error', () => reject(broken()));
    request.once('close', () => {
      if (!request.complete) reject(broken());
    });
  });
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
