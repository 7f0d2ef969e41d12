import type { ServerResponse } from 'node:http';

/**
 * Closes the connection after a response that is sent before the request's body is read, if the rest of the body may be
 * long: Node would read and discard all of it.
 * @param bearableBytes maximum size of an unread body on a connection that is kept
 */
export function endIfUnread(response: ServerResponse, bearableBytes = 0): void {
  const { complete, headers } = response.req;
  if (complete) return;
  // A client that waits for 100 Continue cannot know if what it sends next is read as the body.
  const hasNoLength = headers['transfer-encoding'] !== undefined || headers.expect !== undefined;
  if (hasNoLength || Number(headers['content-length'] ?? 0) > bearableBytes) response.setHeader('connection', 'close');
}
