import { Agent, createServer, request } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';
import { keys } from '@contacts/sandbox';

/** Prefix of the sandbox's known keys. */
export const anyKey = 'vibe_api_any_';

/**
 * A proxy to the sandbox that replaces all keys with that prefix by the sandbox's own: a load can have as many callers as
 * it needs, each with a key, a rate and connections of its own.
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
