// Memory of the gateway while many callers request large responses at the same moment, in a heap of 512 MB, with and
// without its memory budgets:
// `npm run bench -- large-answers`
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { runGateway } from '../test/gateway-process.ts';
import { type ScriptedUpstream, startScriptedUpstream } from '../test/scripted-upstream.ts';
import { operationBytes } from '../test/operations/raw-connection.ts';
import { readMetrics, valueOf } from '../test/read-metrics.ts';

interface Crowd {
  readonly name: string;
  readonly connections: number;
  readonly keys: number;
  readonly contacts: number;
  readonly fields: readonly string[];
  readonly textLength: number;
  readonly env?: Readonly<Record<string, string>>;
}

const crowds: readonly Crowd[] = [
  { name: 'one key, long texts', connections: 256, keys: 1, contacts: 500, fields: ['name'], textLength: 20_000 },
  {
    name: '64 keys, long texts',
    connections: 256,
    keys: 64,
    contacts: 500,
    fields: ['name'],
    textLength: 20_000,
    env: { PORTAL_CONCURRENCY: '2' },
  },
  {
    name: 'one key, many values',
    connections: 100,
    keys: 1,
    contacts: 5000,
    fields: 'id contactId name lastName secondName post comments sourceDescription phone email'.split(' '),
    textLength: 20,
  },
];
const unbounded = { MAX_VALUES_IN_FLIGHT: '0', MAX_BYTES_IN_FLIGHT: '0' };
const SECONDS = 25;

for (const crowd of crowds) {
  for (const bounds of [{}, unbounded]) {
    const found = await measure(crowd, bounds);
    process.stdout.write(`${crowd.name}, ${bounds === unbounded ? 'without' : 'with'} bounds: ${found}\n`);
  }
}

async function measure(crowd: Crowd, bounds: Readonly<Record<string, string>>): Promise<string> {
  await using upstream = await startUpstream(crowd);
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    NODE_OPTIONS: '--max-old-space-size=512',
    LOG_FORMAT: 'json',
    SHED_LAG: '0',
    PORTAL_CONCURRENCY: 'off',
    PORTAL_RATE: 'off',
    KEY_RATE: 'off',
    ...crowd.env,
    ...bounds,
  });
  const url = await gateway.ready;
  const { hostname, port } = new URL(url);
  const query = `{ contacts(first: ${crowd.contacts}) { nodes { ${crowd.fields.join(' ')} } } }`;
  let answered = 0;
  let refused = 0;
  const sockets = Array.from({ length: crowd.connections }, (_, index) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    // The first bytes only: the rest is not read.
    socket.once('data', (head) => {
      socket.pause();
      if (String(head).startsWith('HTTP/1.1 200')) answered += 1;
      else refused += 1;
    });
    socket.write(operationBytes(query, { 'x-api-key': `key-${index % crowd.keys}` }));
    return socket;
  });
  let [heap, resident] = [0, 0];
  for (let second = 0; second < SECONDS && !gateway.hasExited(); second += 0.25) {
    await sleep(250);
    const samples = await readMetrics(url).catch(() => []);
    const value = (name: string) => (valueOf(samples, name) ?? 0) / 1e6;
    heap = Math.max(heap, value('nodejs_heap_size_used_bytes'));
    resident = Math.max(resident, value('process_resident_memory_bytes'));
  }
  for (const socket of sockets) socket.destroy();
  const end = gateway.hasExited() ? `died (${await gateway.exited})` : 'lives';
  return `${end}; heap ${heap.toFixed()} MB, process ${resident.toFixed()} MB; ${answered} answered, ${refused} refused`;
}

/** Pages one second after they are requested. */
async function startUpstream({ fields, textLength }: Crowd): Promise<ScriptedUpstream> {
  const text = 'ж'.repeat(textLength);
  return startScriptedUpstream(({ url = '' }, response) => {
    const asked = new URL(url, 'http://upstream').searchParams;
    const selected = asked.get('select')?.split(',') ?? ['id', ...fields];
    const first = Number(asked.get('filter[>id]') ?? asked.get('offset') ?? 0) + 1;
    const data = Array.from({ length: Number(asked.get('limit') ?? 50) }, (_, index) =>
      Object.fromEntries(selected.map((name) => [name, name === 'id' ? first + index : `${text}${index}`])),
    );
    const body = JSON.stringify({ success: true, data, meta: { total: 100_000, hasMore: true } });
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), 1000);
  });
}
