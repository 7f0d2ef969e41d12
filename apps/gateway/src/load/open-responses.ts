import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ReleasingMap } from './releasing-map.ts';
import { createAttached } from '../http/attached.ts';
import { onceClosed } from '../http/once-closed.ts';

/** The responses of a server that are not yet sent. */
export interface OpenResponses {
  readonly size: number;
  /** Returns them, the oldest first. */
  values(): Iterable<ServerResponse>;
  /** Returns the response to the newest request of a connection. */
  newestOf(this: void, socket: Socket): ServerResponse | undefined;
}

const known = createAttached<OpenResponses>('open responses');

/**
 * Returns the open responses of a server, from the first call on; all callers share one listener of its requests. It runs
 * ahead of the listeners that were added before.
 */
export function openResponsesOf(server: Server): OpenResponses {
  const before = known.of(server);
  if (before) return before;
  const open = new ReleasingMap<number, ServerResponse>();
  const newest = createAttached<ServerResponse>('newest response');
  let last = 0;
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const number = (last += 1);
    open.set(number, response);
    newest.attach(socket, response);
    onceClosed(response, () => {
      open.delete(number);
      // An idle connection must not keep a request in memory, and with it credentials.
      if (newest.of(socket) === response) newest.attach(socket, undefined);
    });
  });
  const responses: OpenResponses = {
    get size() {
      return open.size;
    },
    values: () => open.values(),
    newestOf: newest.of,
  };
  known.attach(server, responses);
  return responses;
}
