import { keys } from '@contacts/sandbox';
import { createClient } from '@redis/client';
import { startCluster } from '../../test/shared/cluster.ts';
import { cpuSecondsOf } from './cpu.ts';
import type { Row } from './scale-context.ts';

const PORTALS = 4000;
const ROUNDS = 2;
const AT_ONCE = 16;
const query = '{ contacts(first: 1) { nodes { contactId } } }';

/** Measures the cost of a portal and its caller if each call is for another one: memory here and in Redis, and round trips. */
export async function manyPortals(): Promise<Row[]> {
  await using cluster = await startCluster({ gateways: 1, env: { PORTALS: 'many' }, apiKey: keys.all });
  await askAll(cluster.urlOf(0), 500, 'warm');
  const before = await measure();
  for (let round = 0; round < ROUNDS; round += 1) await askAll(cluster.urlOf(0), PORTALS, 'portal');
  const after = await measure();
  const calls = PORTALS * ROUNDS;
  const per = (name: 'gatewayCpu' | 'redisCpu' | 'heap' | 'redisBytes', count: number): number =>
    (after[name] - before[name]) / count;
  const row = (what: string, measured: string): Row => ({ what, measured, promised: '', isKept: true });
  return [
    row(
      `${PORTALS} portals: CPU of the gateway for an operation`,
      `${(1000 * per('gatewayCpu', calls)).toFixed(2)} ms`,
    ),
    row(`${PORTALS} portals: CPU of Redis for an operation`, `${(1000 * per('redisCpu', calls)).toFixed(3)} ms`),
    row(`${PORTALS} portals: heap of the gateway for each`, `${(per('heap', PORTALS) / 1000).toFixed(1)} kB`),
    row(`${PORTALS} portals: memory of Redis for each`, `${(per('redisBytes', PORTALS) / 1000).toFixed(1)} kB`),
  ];

  async function measure() {
    const metrics = await (await fetch(`${cluster.urlOf(0)}/metrics`)).text();
    const client = await createClient({ url: cluster.redis.url }).connect();
    const memory = await client.info('memory');
    client.destroy();
    return {
      gatewayCpu: cpuSecondsOf([cluster.process(0).pid]),
      redisCpu: cpuSecondsOf([cluster.redis.pid]),
      heap: Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1]),
      redisBytes: Number(/^used_memory:(\d+)/m.exec(memory)?.[1]),
    };
  }
}

async function askAll(url: string, portals: number, name: string): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < portals) {
      next += 1;
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': `${name}-${next}` },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      if (text.includes('"errors"')) throw new Error(text);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}
