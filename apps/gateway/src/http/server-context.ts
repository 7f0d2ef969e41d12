import type { IncomingMessage, ServerResponse } from 'node:http';

/** Node's request and response, as Yoga passes them on. */
export interface ServerContext {
  readonly req?: IncomingMessage;
  readonly res?: ServerResponse;
}
