import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { createYogaSettings } from '../../src/graphql/yoga-settings.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

/** The manifest that the client's codegen writes. */
const manifest = fileURLToPath(
  new URL('../../../../packages/client/src/generated/persisted-documents.json', import.meta.url),
);
const documents = Object.entries(JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>);
const [cardId = '', card = ''] = documents.find(([, text]) => text.startsWith('query ContactCard')) ?? [];

let trusted: GatewayWithSandbox;
let any: GatewayWithSandbox;
beforeAll(async () => {
  trusted = await startGatewayWithSandbox({
    security: loadConfig({ DOCUMENTS: 'trusted', DOCUMENTS_MANIFEST: manifest }).security,
  });
  any = await startGatewayWithSandbox({ security: loadConfig({ DOCUMENTS_MANIFEST: manifest }).security });
});
afterAll(async () => {
  await trusted[Symbol.asyncDispose]();
  await any[Symbol.asyncDispose]();
});

interface Sent {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function post(gateway: GatewayWithSandbox, body: object): Promise<Sent> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys.all },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function get(gateway: GatewayWithSandbox, parameters: Readonly<Record<string, string>>): Promise<Sent> {
  const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters).toString()}`, {
    headers: { 'x-api-key': keys.all },
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const variables = { id: '17' };
const found = { status: 200, data: { contact: expect.objectContaining({ name: 'Ivan' }) } };
const refused = (code: string) => ({ status: 400, errors: [expect.objectContaining({ extensions: { code } })] });

test.each(['trusted', 'any'])('with DOCUMENTS=%s a known document runs by its id, by POST and by GET', async (mode) => {
  const gateway = mode === 'trusted' ? trusted : any;
  expect(await post(gateway, { documentId: cardId, variables })).toEqual(found);
  expect(await post(gateway, { documentId: cardId, query: card, variables })).toEqual(found);
  expect(await get(gateway, { documentId: cardId, variables: JSON.stringify(variables) })).toEqual(found);
});

test('with DOCUMENTS=trusted the text of a known document is accepted, any other is rejected', async () => {
  expect(await post(trusted, { query: card, variables })).toEqual(found);
  trusted.sandbox.clearRequests();
  for (const query of ['{ contacts { totalCount } }', `${card} `, card.replace('comments', 'phone'), '{', '']) {
    expect(await post(trusted, { query, variables })).toEqual(refused('DOCUMENT_NOT_TRUSTED'));
  }
  expect(await post(trusted, { documentId: cardId, query: '{ contacts { totalCount } }', variables })).toEqual(
    refused('DOCUMENT_NOT_TRUSTED'),
  );
  expect(trusted.calls()).toEqual([]);
});

test('an unknown id has an error of its own, so that a client can explain it', async () => {
  for (const documentId of ['sha256:0', '__proto__', 'constructor', 'toString', '']) {
    for (const gateway of [trusted, any])
      expect(await post(gateway, { documentId, variables })).toEqual(refused('DOCUMENT_NOT_FOUND'));
  }
});

test('the limits of documents do not apply to trusted documents', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  try {
    const file = join(folder, 'manifest.json');
    const large = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: __typename`).join(' ')} }`;
    writeFileSync(file, JSON.stringify({ large }));
    await using gateway = await startGatewayWithSandbox({
      security: loadConfig({ DOCUMENTS_MANIFEST: file }).security,
    });
    expect((await post(gateway, { documentId: 'large' })).errors).toBeUndefined();
    expect(await post(gateway, { query: `${large} ` })).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('DOCUMENTS=trusted without a manifest stops the start', () => {
  expect(() => loadConfig({ DOCUMENTS: 'trusted' })).toThrow('DOCUMENTS_MANIFEST: must be set');
  const { security } = loadConfig({ DOCUMENTS_MANIFEST: fileURLToPath(new URL('no-such-file.json', import.meta.url)) });
  expect(() => createYogaSettings(security)).toThrow('DOCUMENTS_MANIFEST: must be a file of documents');
});
