// The floor: reads a request, asks the upstream what its path stands for, passes the bytes on. It knows the requests of
// each workload from its start; those of relations depend on the rows, so it reads these once, before it listens.
import { createServer, type ServerResponse } from 'node:http';
import { Client, type Dispatcher, Pool } from 'undici';
import { fewRows, workloads } from '../workloads.ts';
import { contactsRequest, searchRequest, type UpstreamRequest } from './upstream-requests.ts';

// oxlint-disable-next-line node/no-process-env -- the whole configuration of this program
const { PORT, UPSTREAM = '', CONNECTIONS } = process.env;
const pool = new Pool(UPSTREAM, { connections: 64, pipelining: 1 });

const requests = new Map<string, readonly UpstreamRequest[]>();
for (const workload of [...workloads, fewRows]) {
  const contacts = contactsRequest(workload);
  requests.set(
    `/${encodeURIComponent(workload.name)}`,
    workload.withRelations ? [contacts, ...(await relatedTo(contacts))] : [contacts],
  );
}

createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const asked = requests.get(request.url ?? '');
    if (asked === undefined) response.writeHead(404).end();
    else answer(asked, request.headers['x-api-key'] as string, response);
  });
}).listen(Number(PORT), '127.0.0.1');

function answer(asked: readonly UpstreamRequest[], apiKey: string, response: ServerResponse): void {
  const dispatcher = CONNECTIONS === 'new' ? new Client(UPSTREAM) : pool;
  const bodies: Buffer[] = Array.from({ length: asked.length });
  let missing = asked.length;
  for (const [index, { method, path, body }] of asked.entries()) {
    const headers = { 'x-api-key': apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const onBody = (bytes: Buffer): void => {
      bodies[index] = bytes;
      missing -= 1;
      if (missing > 0) return;
      send(bodies, response);
      if (dispatcher !== pool) void dispatcher.close();
    };
    dispatcher.dispatch({ method, path, headers, body: body ?? null }, collect(onBody, response));
  }
}

function collect(onBody: (bytes: Buffer) => void, response: ServerResponse): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  return {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData: (_controller, chunk) => void chunks.push(chunk),
    onResponseEnd: () => onBody(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    onResponseError: () => void response.writeHead(502).end(),
  };
}

function send(bodies: readonly Buffer[], response: ServerResponse): void {
  const body = bodies.length === 1 ? (bodies[0] as Buffer) : joined(bodies);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

function joined(bodies: readonly Buffer[]): Buffer {
  return Buffer.concat(
    bodies.flatMap((body, index) => [Buffer.from(index === 0 ? '[' : ','), body]).concat(Buffer.from(']')),
  );
}

async function relatedTo({ path }: UpstreamRequest): Promise<readonly UpstreamRequest[]> {
  const { data } = (await (await fetch(`${UPSTREAM}${path}`, { headers: { 'x-api-key': 'k' } })).json()) as {
    data: readonly Readonly<Record<string, number | null>>[];
  };
  const ids = (name: string): readonly number[] => [...new Set(data.flatMap((row) => row[name] || []))];
  return [
    searchRequest('companies', ids('companyId'), ['id', 'title']),
    searchRequest('users', ids('assignedById'), ['id', 'name']),
  ];
}
