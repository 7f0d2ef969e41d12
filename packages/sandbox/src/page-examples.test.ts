// Every example of list-contacts.txt, sent as the page shows it. Only the base URL and the placeholders for keys and
// session are replaced.
import { expect, test } from 'vitest';
import { createSandbox, keys, sessions } from './index.ts';

const pageUrl = 'https://vibecode.bitrix24.tech';
const query = '/v1/contacts?limit=10&filter[companyId]=15&select=id,name,lastName,phone';

const curlPersonal = `curl "${pageUrl}${query}" \\
  -H "X-Api-Key: YOUR_API_KEY"`;
const curlApp = `curl "${pageUrl}${query}" \\
  -H "X-Api-Key: YOUR_APP_KEY" \\
  -H "Authorization: Bearer USER_SESSION_TOKEN"`;

const javascriptPersonal = `
const res = await fetch('${pageUrl}${query}', {
  headers: {
    'X-Api-Key': 'YOUR_API_KEY',
  },
})

const { success, data, meta } = await res.json()
console.log(\`Found \${meta.total} contacts\`)`;
const javascriptApp = `
const res = await fetch('${pageUrl}${query}', {
  headers: {
    'X-Api-Key': 'YOUR_APP_KEY',
    'Authorization': 'Bearer USER_SESSION_TOKEN',
  },
})

const { success, data, meta } = await res.json()`;

const rowMembers = ['id', 'name', 'lastName', 'phone'];

test('the curl example with a personal key returns the first rows and the total', async () => {
  await using sandbox = await createSandbox();
  const { status, body } = await runCurl(filled(curlPersonal, sandbox.url));
  expect(status).toBe(200);
  expect(body).toMatchObject({ success: true, meta: { total: 16, hasMore: true } });
  expect(body.data).toHaveLength(10);
  for (const row of body.data) expect(Object.keys(row)).toEqual(rowMembers);
});

test('the curl example with an OAuth app returns the contacts of each session', async () => {
  await using sandbox = await createSandbox();
  const one = await runCurl(filled(curlApp, sandbox.url, sessions.one));
  const two = await runCurl(filled(curlApp, sandbox.url, sessions.two));
  for (const { status, body } of [one, two]) {
    expect(status).toBe(200);
    expect(body.success).toBe(true);
    expect(body.meta.total).toBeLessThan(16);
  }
  expect(one.body.data).not.toEqual(two.body.data);
});

test('the JavaScript example with a personal key logs the total', async () => {
  await using sandbox = await createSandbox();
  const { result, logged } = await runJavaScript(filled(javascriptPersonal, sandbox.url));
  expect(logged).toEqual(['Found 16 contacts']);
  expect(result.success).toBe(true);
  expect(result.data).toHaveLength(10);
});

test('the JavaScript example with an OAuth app returns rows with the selected members', async () => {
  await using sandbox = await createSandbox();
  const { result } = await runJavaScript(filled(javascriptApp, sandbox.url, sessions.one));
  expect(result.success).toBe(true);
  for (const row of result.data) expect(Object.keys(row)).toEqual(rowMembers);
});

test('the response example equals the response to the byte if the members of its row are selected', async () => {
  await using sandbox = await createSandbox();
  const select = 'id,name,lastName,phone,email,companyId,assignedById,sourceId,typeId';
  const response = await fetch(`${sandbox.url}/v1/contacts?offset=15&limit=1&select=${select}`, {
    headers: { 'X-Api-Key': keys.all },
  });
  const example = {
    success: true,
    data: [
      {
        id: 17,
        name: 'Ivan',
        lastName: 'Petrov',
        phone: '74955553546',
        email: 'ivan@company.ru',
        companyId: 1,
        assignedById: 1,
        sourceId: 'EMAIL',
        typeId: 'CLIENT',
      },
    ],
    meta: { total: 1167, hasMore: true },
  };
  expect(await response.text()).toBe(JSON.stringify(example));
});

test('a key without the scope gets the error of the error example', async () => {
  await using sandbox = await createSandbox();
  const response = await fetch(`${sandbox.url}/v1/contacts`, { headers: { 'X-Api-Key': keys.noScope } });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({
    success: false,
    error: { code: 'SCOPE_DENIED', message: "This endpoint requires 'crm' scope" },
  });
});

test('a key without tokens gets the error of the error table', async () => {
  await using sandbox = await createSandbox();
  const response = await fetch(`${sandbox.url}/v1/contacts`, { headers: { 'X-Api-Key': keys.noTokens } });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ success: false, error: { code: 'TOKEN_MISSING' } });
});

interface PageAnswer {
  success: boolean;
  data: Record<string, unknown>[];
  meta: { total: number; hasMore: boolean };
}

function filled(example: string, url: string, session = ''): string {
  return example
    .replaceAll(pageUrl, url)
    .replaceAll('YOUR_API_KEY', keys.all)
    .replaceAll('YOUR_APP_KEY', keys.app)
    .replaceAll('USER_SESSION_TOKEN', session);
}

/** Sends the request of a curl command: its URL unchanged, with unescaped brackets, and its headers. */
async function runCurl(command: string): Promise<{ status: number; body: PageAnswer }> {
  const url = /^curl "([^"]+)"/.exec(command)?.[1] ?? '';
  const headers = [...command.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name, value]): [string, string] => [
    name ?? '',
    value ?? '',
  ]);
  const response = await fetch(url, { headers });
  return { status: response.status, body: (await response.json()) as PageAnswer };
}

/** Runs the text of an example in a function that returns the response it read. */
async function runJavaScript(code: string): Promise<{ result: PageAnswer; logged: string[] }> {
  const logged: string[] = [];
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
    ...parts: string[]
  ) => (console: unknown) => Promise<PageAnswer>;
  const example = new AsyncFunction('console', `${code}\nreturn { success, data, meta }`);
  const result = await example({ log: (line: string) => logged.push(line) });
  return { result, logged };
}
