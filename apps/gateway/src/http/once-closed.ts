import type { ServerResponse } from 'node:http';
import { createAttached } from './attached.ts';

const listenersOf = createAttached<(() => void)[]>('listeners of close');

/**
 * Calls `listener` when the response is sent, or its connection closed. All listeners of a response share one of its
 * event: eight parts of the gateway listen, and each listener of an event costs about as much as what most of them do.
 */
export function onceClosed(response: Pick<ServerResponse, 'on'>, listener: () => void): void {
  const known = listenersOf.of(response);
  if (known) return void known.push(listener);
  const listeners = [listener];
  listenersOf.attach(response, listeners);
  // Not `once`, which wraps its listener twice.
  response.on('close', () => {
    for (const each of listeners) each();
    listeners.length = 0;
  });
}
