import { readingKeys, startCluster } from '../../test/shared/cluster.ts';
import { cpuSecondsOf } from './cpu.ts';
import type { Row } from './scale-context.ts';

const INTERLEAVINGS = 10_000;
const AT_ONCE = 20;
const CALLERS = 8;
const CONTACTS = 10;
const query = 'query($first: Int) { contacts(first: $first) { nodes { lastName } } }';

/** Reads of made-up callers over two replicas, where each caller's contacts have its own name: none may see another's. */
export async function cachedReads(): Promise<Row[]> {
  await using cluster = await startCluster({
    gateways: 2,
    env: { CACHE_TTL: '3600', CACHE_KEY: 'ab'.repeat(32), PORTAL_RATE: 'off', PORTAL_CONCURRENCY: 'off' },
    rewrite: (text, { authorization = '' }) =>
      text.replaceAll(/"lastName":(?:null|"[^"]*")/g, `"lastName":"${authorization}"`),
  });
  let left = INTERLEAVINGS;
  let mixed = 0;
  let failed = 0;
  const line = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const caller = Math.floor(Math.random() * CALLERS);
      const authorization = `Bearer caller-${caller}`;
      const response = await fetch(`${cluster.urlOf(Math.floor(Math.random() * 2))}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-api-key': readingKeys[caller % readingKeys.length] ?? '',
          authorization,
        },
        body: JSON.stringify({ query, variables: { first: 1 + Math.floor(Math.random() * CONTACTS) } }),
      });
      const { data } = (await response.json()) as { data?: { contacts: { nodes: { lastName: string }[] } } };
      if (!data) failed += 1;
      else if (data.contacts.nodes.some(({ lastName }) => lastName !== authorization)) mixed += 1;
    }
  };
  const pids = [cluster.process(0).pid, cluster.process(1).pid];
  const cpuBefore = [cpuSecondsOf(pids), cpuSecondsOf([cluster.redis.pid])] as const;
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  const gatewayMs = (1000 * (cpuSecondsOf(pids) - cpuBefore[0])) / INTERLEAVINGS;
  const redisMs = (1000 * (cpuSecondsOf([cluster.redis.pid]) - cpuBefore[1])) / INTERLEAVINGS;
  const calls = cluster.portal.requests.length;
  return [
    {
      what: `cache: answers of another credential in ${INTERLEAVINGS} reads over two replicas`,
      measured: String(mixed),
      promised: 'none',
      isKept: mixed === 0,
    },
    { what: 'cache: failures', measured: String(failed), promised: 'none', isKept: failed === 0 },
    {
      what: `cache: upstream calls for ${CALLERS * CONTACTS} different reads`,
      measured: String(calls),
      promised: `${CALLERS * CONTACTS}: each once`,
      isKept: calls <= CALLERS * CONTACTS,
    },
    {
      what: 'cache: CPU for a read, nearly all of them hits',
      measured: `${gatewayMs.toFixed(2)} ms, and ${redisMs.toFixed(2)} ms in Redis`,
      promised: '',
      isKept: true,
    },
  ];
}
