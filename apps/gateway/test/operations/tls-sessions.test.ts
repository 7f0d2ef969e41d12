import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';
import { always } from '../scripted-upstream.ts';
import { valid } from './certificates.ts';
import { startSecureUpstream } from './secure-upstream.ts';

const rows = always(200, { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } });

test('a caller who comes for the first time resumes a TLS session over a connection of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const certificate = join(folder, 'valid.pem');
  await writeFile(certificate, valid.cert);
  /** Callers by connection, and whether it resumed a session. */
  const connections = new Map<number | undefined, { readonly callers: Set<unknown>; readonly resumed: boolean }>();
  await using upstream = await startSecureUpstream(valid, (request, response) => {
    const socket = request.socket as TLSSocket;
    const known = connections.get(socket.remotePort) ?? { callers: new Set(), resumed: socket.isSessionReused() };
    connections.set(socket.remotePort, known);
    known.callers.add(request.headers['x-api-key']);
    rows(request, response);
  });
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, NODE_EXTRA_CA_CERTS: certificate });
  const url = await gateway.ready;
  for (const key of ['a', 'b', 'c', 'd']) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: '{"query":"{ contacts(first: 1) { nodes { contactId } } }"}',
    });
    expect(await response.json()).toEqual({ data: { contacts: { nodes: [{ contactId: 1 }] } } });
  }
  const ofCallers = [...connections.values()].filter(({ callers }) => !callers.has(undefined));
  expect(ofCallers.map(({ callers }) => [...callers])).toEqual([['a'], ['b'], ['c'], ['d']]);
  // undici keeps sessions by weak references.
  expect(ofCallers.some(({ resumed }) => resumed)).toBe(true);
});
