import { Agent, request } from 'node:http';
import { percentile, sleep } from './steady-callers.ts';

/** What became of the operations of one load. */
export interface Offered {
  readonly seconds: number;
  /** How long each accepted operation took to the last byte of its answer, in milliseconds. */
  readonly accepted: readonly number[];
  /** The same of those that were shed. */
  readonly shed: readonly number[];
  /** Whatever else came back, or nothing. */
  readonly failed: number;
  /** Due when every connection was busy: they were never sent. */
  readonly unsent: number;
}

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
}

const CALLERS = 32;
/** All are opened before anything is measured: what is looked at is not the taking in of connections. */
const CONNECTIONS = 768;
/** Timers of Node are no finer; what became due meanwhile is sent at once. */
const TICK_MS = 2;
const document = `query ($text: String!) { contacts(first: 50, filter: { name: { contains: $text } }) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id name lastName phone email }
} }`;

/** A way to offer operations at a rate, whatever becomes of those before, over connections that are kept open. */
export async function createLoad(url: string): Promise<(load: Load) => Promise<Offered>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS });
  await Promise.all(Array.from({ length: CONNECTIONS }, () => send('GET', '/healthz', {})));
  let count = 0;

  return async ({ perSecond, seconds }) => {
    const accepted: number[] = [];
    const shed: number[] = [];
    const pending = new Set<Promise<void>>();
    let [failed, unsent, due] = [0, 0, 0];
    const begunAt = performance.now();
    while (performance.now() - begunAt < seconds * 1000) {
      for (; due < ((performance.now() - begunAt) / 1000) * perSecond; due += 1) {
        if (pending.size >= CONNECTIONS) unsent += 1;
        else start(ask());
      }
      await sleep(TICK_MS);
    }
    await Promise.all(pending);
    return { seconds, accepted, shed, failed, unsent };

    function start(operation: Promise<void>): void {
      pending.add(operation);
      void operation.finally(() => pending.delete(operation));
    }

    async function ask(): Promise<void> {
      count += 1;
      const askedAt = performance.now();
      // No two ask for the same, or they would share one upstream call.
      const body = JSON.stringify({ query: document, variables: { text: `a${count}` } });
      const status = await send('POST', '/graphql', { 'x-api-key': `caller-${count % CALLERS}` }, body);
      const ms = performance.now() - askedAt;
      if (status === 200) accepted.push(ms);
      else if (status === 503 || status === 429) shed.push(ms);
      else failed += 1;
    }
  };

  /** Resolves with the status when the whole answer is there; 0 if none came. */
  function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
    return new Promise((resolve) => {
      const type = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(new URL(path, url), { agent, method, headers: { ...type, ...headers } }, (response) => {
        let errors = false;
        response.once('data', (chunk: Buffer) => (errors = chunk.subarray(0, 9).toString() === '{"errors"'));
        response.on('end', () => resolve(errors && response.statusCode === 200 ? 0 : (response.statusCode ?? 0)));
        response.once('error', () => resolve(0));
      });
      sent.once('error', () => resolve(0));
      sent.end(body);
    });
  }
}

export function acceptedPerSecond({ accepted, seconds }: Offered): number {
  return accepted.length / seconds;
}

/** What is printed of a load. */
export function described(name: string, { perSecond }: Load, offered: Offered): string {
  const { accepted, shed, failed, unsent } = offered;
  const ms = (numbers: readonly number[], share: number) =>
    numbers.length === 0 ? '–' : `${percentile(numbers, share).toFixed(0)} ms`;
  return (
    `${name.padEnd(10)} ${perSecond.toFixed(0).padStart(5)} a second offered: accepted ${accepted.length} ` +
    `(${acceptedPerSecond(offered).toFixed(0)} a second), p50 ${ms(accepted, 0.5)}, p99 ${ms(accepted, 0.99)}; ` +
    `shed ${shed.length}, p99 ${ms(shed, 0.99)}; failed ${failed}, not sent ${unsent}`
  );
}
