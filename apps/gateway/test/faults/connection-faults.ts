import type { Alter } from './altering-proxy.ts';
import type { FaultCase } from './fault-case.ts';

const unreachable = { code: 'UPSTREAM_UNAVAILABLE' } as const;
const late = { code: 'UPSTREAM_TIMEOUT' } as const;

/** Sends the head of a response and a part of its body, and closes the connection. */
const cut =
  (head: string, body: string): Alter =>
  (_, { socket }) => {
    socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n${head}\r\n\r\n${body}`);
    return false;
  };

/** Faults of the connection to the upstream: it cannot be established, breaks, or takes too long. */
export const connectionFaults: readonly FaultCase[] = [
  {
    fault: 'the upstream refuses connections',
    by: { elsewhere: 'no listener' },
    sees: { data: 'nothing', error: unreachable, time: 'after two retries' },
  },
  {
    fault: 'the upstream’s name cannot be resolved',
    by: { elsewhere: 'no such name' },
    sees: { data: 'nothing', error: unreachable, time: 'after two retries' },
  },
  {
    fault: 'HTTPS to a port that speaks HTTP',
    by: { elsewhere: 'https to a plain port' },
    sees: { data: 'nothing', error: unreachable, time: 'after two retries' },
  },
  {
    fault: 'a server that does not speak HTTP',
    by: { elsewhere: 'not HTTP' },
    sees: { data: 'nothing', error: { code: 'BAD_UPSTREAM_RESPONSE' }, time: 'at once' },
  },
  {
    fault: 'the connection breaks before the response, once',
    by: { faults: [{ times: 1, effect: { kind: 'resetBefore' } }] },
    sees: { data: 'all', requests: 2, time: 'after one retry' },
  },
  {
    fault: 'the connection breaks before the response, always',
    by: { faults: [{ effect: { kind: 'resetBefore' } }] },
    sees: { data: 'nothing', error: unreachable, requests: 3, time: 'after two retries' },
  },
  {
    fault: 'the connection breaks within the body, once',
    by: { faults: [{ times: 1, effect: { kind: 'resetWithin' } }] },
    sees: { data: 'all', requests: 2, time: 'after one retry' },
  },
  {
    fault: 'the connection breaks within the body, always',
    by: { faults: [{ effect: { kind: 'resetWithin' } }] },
    sees: { data: 'nothing', error: unreachable, requests: 3, time: 'after two retries' },
  },
  {
    fault: 'the body ends before its length, on a connection for one response',
    by: { alter: cut('content-length: 1000', '{"success":true,') },
    sees: { data: 'nothing', error: unreachable, requests: 3, time: 'after two retries' },
  },
  {
    fault: 'the body ends before its last chunk, on a connection for one response',
    by: { alter: cut('transfer-encoding: chunked', 'ff\r\n{"success":true,') },
    sees: { data: 'nothing', error: unreachable, requests: 3, time: 'after two retries' },
  },
  {
    fault: 'the response is late, within the deadline',
    by: { faults: [{ effect: { kind: 'latency', ms: 100 } }] },
    sees: { data: 'all', requests: 1, time: 'after a wait' },
  },
  {
    fault: 'the upstream never responds',
    by: { faults: [{ effect: { kind: 'hang' } }] },
    sees: { data: 'nothing', error: late, requests: 1, time: 'at the deadline' },
  },
  {
    fault: 'the response comes after the deadline',
    by: { faults: [{ effect: { kind: 'latency', ms: 60_000 } }] },
    sees: { data: 'nothing', error: late, requests: 1, time: 'at the deadline' },
  },
  {
    fault: 'the response comes in small pieces, within the deadline',
    by: { faults: [{ effect: { kind: 'trickle', bytes: 20, everyMs: 1 } }] },
    sees: { data: 'all', requests: 1, time: 'after a wait' },
  },
  {
    fault: 'the response comes in pieces so small that it takes longer than the deadline',
    by: { faults: [{ effect: { kind: 'trickle', bytes: 1, everyMs: 1000 } }] },
    sees: { data: 'nothing', error: late, requests: 1, time: 'at the deadline' },
  },
  {
    fault: 'the response stops within the body, and the connection stays open',
    by: {
      alter: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
        response.write('{"success":true,');
        return false;
      },
    },
    sees: { data: 'nothing', error: late, requests: 1, time: 'at the deadline' },
  },
  {
    fault: 'contacts are read, and the read of their users hangs',
    by: { faults: [{ match: { path: '/v1/users*' }, effect: { kind: 'hang' } }] },
    asks: 'relation',
    sees: {
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, assignedBy: null }, {}] } },
        said: 'the page, with `assignedBy` null',
      },
      error: { ...late, path: 'contacts.nodes.0.assignedBy' },
      requests: 2,
      time: 'at the deadline',
    },
  },
];
