import { keys } from '@contacts/sandbox';
import { type Audit, type AuditFail, type AuditOk, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

/** The audit suite of GraphQL over HTTP, with a key: without one, each of its requests gets the same 401. */
function auditsOf(url: () => string): readonly Audit[] {
  const fetchFn = (input: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('x-api-key', keys.all);
    return fetch(input, { ...init, headers });
  };
  return serverAudits({ url: () => `${url()}/graphql`, fetchFn });
}

let open: GatewayWithSandbox;
let usual: GatewayWithSandbox;
beforeAll(async () => {
  open = await startGatewayWithSandbox({ security: loadConfig({ GET_QUERIES: 'on', INTROSPECTION: 'full' }).security });
  usual = await startGatewayWithSandbox({ security: loadConfig({ VIBECODE_URL: 'https://vibe.example' }).security });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await usual[Symbol.asyncDispose]();
});

const all = auditsOf(() => open.url);
const binding = auditsOf(() => usual.url).filter(({ name }) => /^(?:MUST|SHOULD) /.test(name));

async function outcomeOf(audit: Audit): Promise<string> {
  const result: AuditOk | AuditFail | { readonly status: string; readonly reason?: string } = await audit.fn();
  return result.status === 'ok' ? 'ok' : `${result.status}: ${(result as AuditFail).reason}`;
}

test('the audit suite has no other audits than those below', () => {
  expect(all).toHaveLength(61);
  expect(binding.length).toBeGreaterThan(20);
});

describe('audits with GET and introspection on', () => {
  test.each(all)('with GET and introspection, the audit passes: $name', async (audit) => {
    expect(await outcomeOf(audit)).toBe('ok');
  });
});

describe('audits with the defaults for a real upstream: MUST and SHOULD', () => {
  test.each(binding)('with the defaults for a real upstream, the audit passes: $name', async (audit) => {
    expect(await outcomeOf(audit)).toBe('ok');
  });
});
