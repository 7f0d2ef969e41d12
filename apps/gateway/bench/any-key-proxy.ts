import { Agent, createServer, request } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';
import { keys } from '@contacts/sandbox';

/** What keys begin with that the sandbox is told to know. */
export const anyKey = 'vibe_api_any_';

/**
 * A way to the sandbox on which all keys with that beginning are its own: as many callers as a load wants, each with a
 * key, a budget and connections of its own.
 */
export async function startAnyKeyProxy(target: string): Promise<{ readonly url: string; close(): void }> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const apiKey = incoming.headers['x-api-key'];
    const headers = { ...incoming.headers, ...(String(apiKey).startsWith(anyKey) ? { 'x-api-key': keys.all } : {}) };
    const forwarded = request(
      new URL(incoming.url ?? '', target),
      { agent, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.once('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  const local = await listenOnFreePort(server);
  return {
    url: local.url,
    close() {
      void local[Symbol.asyncDispose]();
      agent.destroy();
    },
  };
}
