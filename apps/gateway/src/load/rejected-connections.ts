import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { openResponsesOf } from './open-responses.ts';

/** Reasons to close or reject a connection: MAX_CONNECTIONS, a head or body that took too long, or malformed HTTP. */
export type RejectedConnection = (typeof rejectedConnections)[number];
export const rejectedConnections = ['too-many', 'timeout', 'malformed'] as const;

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};

/**
 * Reports connections without a complete request, which no request listener receives. It sends the responses that Node
 * sends by itself as long as there is no listener for `clientError`.
 */
export function watchRejectedConnections(server: Server, onRefused: (reason: RejectedConnection) => void): void {
  const open = openResponsesOf(server);
  server.on('drop', () => onRefused('too-many'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = statuses[error.code ?? ''] ?? 400;
    // A client that disconnects is no error.
    if (status !== 400 || error.code?.startsWith('HPE_')) onRefused(status === 408 ? 'timeout' : 'malformed');
    const response = open.newestOf(socket);
    // The log reads the status from the response.
    if (response && status === 408) response.statusCode = status;
    // Nothing is written into a response that has begun.
    if (socket.writable && !response?.headersSent) {
      socket.write(`HTTP/1.1 ${status} ${phrases[status]}\r\nConnection: close\r\n\r\n`);
    }
    socket.destroySoon();
  });
}
