import type { ServerResponse } from 'node:http';

const listenersKey = Symbol('listeners of close');

/** A response that may have listeners of {@link onceClosed}. */
type Response = Pick<ServerResponse, 'once'> & { [listenersKey]?: (() => void)[] };

/**
 * Calls `listener` when the response is sent, or its connection closed. All listeners of a response share one of its
 * event: eight parts of the gateway listen, and each listener of an event costs about as much as what most of them do.
 */
export function onceClosed(response: Pick<ServerResponse, 'once'>, listener: () => void): void {
  const known = (response as Response)[listenersKey];
  if (known) return void known.push(listener);
  const listeners = [listener];
  (response as Response)[listenersKey] = listeners;
  response.once('close', () => {
    for (const each of listeners) each();
  });
}
