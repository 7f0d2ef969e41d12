import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, keys, sessions } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';

/** Values that a caller typed, in accepted and rejected requests. */
const typed = ['Canaryfilter7391', '79990007391', 'Canaryrefused7391'] as const;
const [filter, phone, refused] = typed;

const operations: readonly object[] = [
  {
    query:
      '{ contacts(first: 40) { totalCount edges { cursor node { name lastName phone email assignedBy { lastName } cardUrl phones { value } } } } }',
  },
  {
    query: `{ contacts(filter: { lastName: { eq: "${filter}" } }, orderBy: [{ field: NAME }]) { nodes { name phones { value } } pageInfo { endCursor } } }`,
  },
  {
    query: 'query ($phone: String) { contacts(filter: { phone: { eq: $phone } }) { nodes { name } } }',
    variables: { phone: phone },
  },
  { query: `{ contacts(filter: { companyId: { eq: "${refused}" } }) { totalCount } }` },
  { query: `{ contacts(after: "${refused}") { totalCount } }` },
  { query: `{ ${refused} }` },
  { query: `{ contacts(filter: { name: { eq: "${refused}` },
];

test('some time after the last request, the memory of the process holds no key, session, name or number', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const folder = await mkdtemp(join(tmpdir(), 'heap-'));
  try {
    await using gateway = runGateway({
      VIBECODE_URL: sandbox.url,
      REFERENCE_TTL: '0.3',
      LOG_LEVEL: 'silent',
      LOG_FORMAT: 'pretty',
      NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
    });
    const url = await gateway.ready;
    const shown = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      for (const operation of operations) for (const text of textsIn(await send(url, operation))) shown.add(text);
    }
    expect(shown.size).toBeGreaterThan(20);
    // A process of its own, with real expiries: there is no clock to fake.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await send(url, { query: '{ __typename }' }, { 'x-api-key': 'another' });
    gateway.kill('SIGUSR2');
    const snapshot = await wholeFile(folder);
    expect(snapshot).toContain('"nodes"');
    const secrets = [keys.app, sessions.one, ...typed, ...shown];
    expect(secrets.filter((secret) => snapshot.includes(secret))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function send(url: string, body: object, headers?: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(headers ?? { 'x-api-key': keys.app, authorization: `Bearer ${sessions.one}` }),
    },
    body: JSON.stringify(body),
  });
  return response.text();
}

/** Returns the snapshot once it is written to its end. */
async function wholeFile(folder: string): Promise<string> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [name] = await readdir(folder);
    const text = name === undefined ? '' : await readFile(join(folder, name), 'utf8');
    if (text.endsWith(']}') || text.endsWith(']}\n') || text.endsWith('}\n')) return text;
  }
}

/** Returns names, numbers and addresses of a response, without words that the program contains itself. */
function textsIn(answer: string): readonly string[] {
  return [...answer.matchAll(/"(?:name|lastName|value|phone|email|cardUrl|cursor|endCursor)":"([^"]{5,})"/g)].map(
    ([, text = '']) => text,
  );
}
