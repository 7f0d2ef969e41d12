import { createSandbox, type Fault, keys, sessions } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';

const faults: readonly Fault['effect'][] = [
  { kind: 'resetBefore' },
  { kind: 'resetWithin' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'wrongContentType' },
  { kind: 'oversized', bytes: 1000 },
  { kind: 'falseSuccess' },
  { kind: 'error', status: 500, code: 'INTERNAL_ERROR' },
  { kind: 'error', status: 429, code: 'RATE_LIMITED', retryAfter: 0 },
  { kind: 'error', status: 503, code: 'BITRIX_UNAVAILABLE' },
  { kind: 'error', status: 401, code: 'TOKEN_EXPIRED', message: `${keys.app} ${sessions.one}` },
  { kind: 'error', status: 403, code: 'SCOPE_DENIED', userMessage: sessions.one },
  { kind: 'error', status: 400, code: 'BITRIX_ERROR', message: 'Ivan Petrov 79991234567' },
];

const typed = { phone: '79990007391', name: 'Canaryname7391' } as const;
const operations: readonly object[] = [
  {
    query:
      'query List { contacts(first: 3, orderBy: [{ field: LAST_NAME }]) { totalCount nodes { name lastName phone email company { title } assignedBy { name } } pageInfo { endCursor } } }',
  },
  {
    query:
      'query Find($phone: String, $name: String) { contacts(filter: { phone: { eq: $phone }, lastName: { contains: $name } }) { nodes { id } } }',
    variables: typed,
  },
  {
    query: `{ contacts(filter: { lastName: { eq: "${typed.name}" } }) { nodes { id } } contact(id: "${typed.phone}x") { id } }`,
  },
  { query: `{ ${typed.name} }` },
  { query: `{ contacts(filter: { name: { eq: "${typed.name}` },
  { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: [typed.phone] } },
];

/** Texts that another caller's responses, the log and the metrics must not hold under any fault. */
function secretsIn(text: string, personal: readonly string[]): readonly string[] {
  return [keys.app, sessions.one, ...Object.values(typed), ...personal].filter((secret) => text.includes(secret));
}

test('log, metrics and errors contain no keys, sessions, names and numbers, whatever the upstream does', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  await using gateway = runGateway({
    VIBECODE_URL: sandbox.url,
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'json',
    RETRIES: '0',
    PORTAL_RATE: 'off',
    KEY_RATE: 'off',
    PORTAL_CONCURRENCY: 'off',
    BREAKER_THRESHOLD: 'off',
    REFERENCE_TTL: '0',
    SHUTDOWN_GRACE: '0',
  });
  await expect.poll(() => gateway.output()).toContain('"msg":"ready"');
  const url = /"url":"([^"]+)"/.exec(gateway.output())?.[1] ?? '';
  const headers = {
    'content-type': 'application/json',
    'x-api-key': keys.app,
    authorization: `Bearer ${sessions.one}`,
    'x-upstream-report': '1',
  };
  const post = async (body: object, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    });
    return `${JSON.stringify([...response.headers])} ${await response.text()}`;
  };

  const shown = await post(operations[0] as object);
  const personal = [...shown.matchAll(/"(?:phone|email)":"([^"]{6,})"/g)].map(([, value = '']) => value);
  expect(personal.length).toBeGreaterThan(2);
  expect(shown).not.toMatch(new RegExp(`${keys.app}|${sessions.one}`));

  const failed: string[] = [];
  for (const effect of faults) {
    sandbox.setFaults([{ effect }]);
    for (const operation of operations) failed.push(await post(operation));
    sandbox.setFaults([{ effect, skip: 1 }]);
    failed.push(await post(operations[0] as object));
  }
  sandbox.setFaults([]);
  failed.push(await post({ query: '{ __typename }' }, { 'x-api-key': `${keys.app} x` }));
  failed.push(await post({ query: '{ __typename }' }, { authorization: `Basic ${sessions.one}` }));

  // Callers may receive what they typed; they may not receive keys, or data beside an error.
  for (const answer of failed) {
    expect(answer).not.toMatch(new RegExp(`${keys.app}|${sessions.one}|Ivan Petrov`));
    expect(answer).not.toMatch(/\n\s+at |node:internal|\.ts:\d+|\/v1\/contacts\?.*X-Api-Key: vibe/);
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics.length).toBeGreaterThan(500);
  expect(secretsIn(metrics, personal)).toEqual([]);
  gateway.kill('SIGTERM');
  await gateway.exited;
  expect(gateway.output().split('\n').length).toBeGreaterThan(faults.length);
  expect(secretsIn(gateway.output(), personal)).toEqual([]);
});
