// An upstream with little cost, in a thread of its own: pages of any size, after the milliseconds in the key
// (`slow-600-…`), or never (`hang-…`).
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { listenOnFreePort } from '@contacts/local-server';

const bodies = new Map<number, Buffer>();

function page(rows: number): Buffer {
  const body =
    bodies.get(rows) ??
    Buffer.from(
      JSON.stringify({
        success: true,
        data: Array.from({ length: rows }, (_, index) => ({
          id: index + 1,
          name: 'Anna',
          lastName: 'Petrova',
          phone: '+79990001122',
          email: 'anna@example.com',
          comments: 'Asked to be called back in the afternoon; prefers letters to calls, and has done so for years.',
        })),
        meta: { total: 100_000, hasMore: true },
      }),
    );
  bodies.set(rows, body);
  return body;
}

const server = createServer((request, response) => {
  request.resume();
  const key = String(request.headers['x-api-key']);
  if (key.startsWith('hang')) return;
  const limit = Number(new URL(request.url ?? '/', 'http://upstream').searchParams.get('limit') ?? 50);
  setTimeout(
    () => response.writeHead(200, { 'content-type': 'application/json' }).end(page(limit)),
    Number(/^slow-(\d+)/.exec(key)?.[1] ?? 20),
  );
});
const { url } = await listenOnFreePort(server);
parentPort?.postMessage(url, []);
