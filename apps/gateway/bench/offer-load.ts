import { Agent, request } from 'node:http';
import { percentile, sleep } from './steady-callers.ts';

/** Outcomes of the operations of one load. */
export interface Offered {
  readonly seconds: number;
  /** Time of each accepted operation to the last byte of its response, in milliseconds. */
  readonly accepted: readonly number[];
  /** The same for operations that were shed. */
  readonly shed: readonly number[];
  /** Number of other responses, and of operations without one. */
  readonly failed: number;
  /** Number of operations that were due while every connection was busy, and were not sent. */
  readonly unsent: number;
}

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
}

const CALLERS = 32;
/** All connections are opened before the measurement, which is not about accepting connections. */
const CONNECTIONS = 768;
/** Interval of the timer in milliseconds; Node's timers are no finer. Operations that became due meanwhile are sent at once. */
const TICK_MS = 2;
const document = `query ($text: String!) { contacts(first: 50, filter: { name: { contains: $text } }) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id name lastName phone email }
} }`;

/** A load generator that sends operations at a constant rate, whatever the earlier responses, over keep-alive connections. */
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
      // Each operation is different, since identical ones would share one upstream call.
      const body = JSON.stringify({ query: document, variables: { text: `a${count}` } });
      const status = await send('POST', '/graphql', { 'x-api-key': `caller-${count % CALLERS}` }, body);
      const ms = performance.now() - askedAt;
      if (status === 200) accepted.push(ms);
      else if (status === 503 || status === 429) shed.push(ms);
      else failed += 1;
    }
  };

  /** Resolves with the status when the whole response has arrived; 0 for none. */
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

/** Returns the line that is printed for a load. */
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
