import type { IncomingMessage, ServerResponse } from 'node:http';

/** What Yoga hands on of Node's server. */
export interface ServerContext {
  readonly req?: IncomingMessage;
  readonly res?: ServerResponse;
}
