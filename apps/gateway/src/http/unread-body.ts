import type { ServerResponse } from 'node:http';

/**
 * Ends the connection with an answer that is given before the request's body is read, where the rest of the body may be
 * long: Node would go on to take in all that comes, and throw it away.
 * @param bearableBytes what may still come on a connection that is kept
 */
export function endIfUnread(response: ServerResponse, bearableBytes = 0): void {
  const { complete, headers } = response.req;
  if (complete) return;
  // Whoever waits to be asked for a body would not know whether what it sends next is taken for it.
  const hasNoLength = headers['transfer-encoding'] !== undefined || headers.expect !== undefined;
  if (hasNoLength || Number(headers['content-length'] ?? 0) > bearableBytes) response.setHeader('connection', 'close');
}
