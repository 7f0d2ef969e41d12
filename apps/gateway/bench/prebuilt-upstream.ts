// An upstream with next to no cost, in a thread of its own: every call gets the same page of 50 contacts after 50 ms.
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { listenOnFreePort } from '@contacts/local-server';

const LATENCY_MS = 50;

const rows = Array.from({ length: 50 }, (_, index) => ({
  id: index + 1,
  name: 'Anna',
  lastName: 'Petrova',
  phone: '+79990001122',
  email: 'anna@example.com',
  companyId: 3,
}));
const page = Buffer.from(JSON.stringify({ success: true, data: rows, meta: { total: 1000, hasMore: true } }));

const server = createServer((request, response) => {
  request.resume();
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length });
    response.end(page);
  }, LATENCY_MS);
});
const { url } = await listenOnFreePort(server);
parentPort?.postMessage(url, []);
