import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configVariables, loadConfig } from '../apps/gateway/src/config/config.ts';
import { withAllTables, withRows } from '../apps/gateway/src/config/documentation.ts';
import { errorCodes } from '../apps/gateway/src/http/error-codes.ts';
import { runContacts } from '../apps/gateway/test/command-line/contacts-process.ts';
import { runGateway } from '../apps/gateway/test/gateway-process.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../apps/gateway/test/running-gateway.ts';
import { always, startScriptedUpstream } from '../apps/gateway/test/scripted-upstream.ts';
import { type FencedBlock, fencedBlocks, readProjectFile, tableRows } from './markdown.ts';

const readme = readProjectFile('README.md');
const blocks = fencedBlocks(readme);
const configuration = tableRows(readProjectFile('docs/configuration.md'), 'Variable');
const scripts = (JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> }).scripts;
const shell = promisify(execFile);
const GATEWAY = 'http://127.0.0.1:4000';
const CONTACTS = 'npm run --silent contacts -- ';

interface ReportedOutput {
  readonly extensions: { readonly upstream: { readonly sent: { readonly requests: number } } };
}

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Kinds of blocks, each with its check. The first one that fits a block is taken. */
const kinds: readonly {
  readonly name: string;
  readonly is: (block: FencedBlock) => boolean;
  readonly check: (block: FencedBlock) => void | Promise<void>;
}[] = [
  {
    // clean-clone.test.ts runs the first; the second one runs this test.
    name: 'a command that installs and runs',
    is: ({ language, text }) => language === 'sh' && /^npm (?:start|test|run dev)\n$/.test(text),
    check({ text }) {
      const task = text.replace(/^npm (?:run )?/, '').trim();
      expect(scripts[task]).toBe(`node scripts/bootstrap.mjs ${task}`);
    },
  },
  {
    name: 'a curl command, and its output below it',
    is: ({ language, text }) => language === 'sh' && text.startsWith('curl '),
    async check(block) {
      const { stdout } = await shell('sh', ['-c', here(block.text)]);
      expect(JSON.parse(stdout)).toEqual(outputBelow(block));
    },
  },
  {
    name: 'a command of contacts, and its output below it',
    is: ({ language, text }) => language === 'sh' && text.startsWith(CONTACTS),
    async check(block) {
      expect(scripts['contacts']).toBe('node scripts/bootstrap.mjs contacts');
      const { stdout } = await runContacts(block.text.slice(CONTACTS.length).trim().split(' '), gateway.url);
      const below = blocks[blocks.indexOf(block) + 1];
      expect(below?.language).toBe('text');
      expect(stdout).toBe(below?.text);
    },
  },
  {
    name: 'a printed table, compared with the block above it',
    is: (block) => block.language === 'text' && (blocks[blocks.indexOf(block) - 1]?.text.startsWith(CONTACTS) ?? false),
    check: ({ text }) => expect(text).not.toBe(''),
  },
  {
    name: 'a query with its abridged report below it, at the same cost for a large page',
    is: (block) => block.language === 'graphql' && block.text.includes('assignedBy'),
    async check(block) {
      const { extensions, ...output } = outputBelow(block) as ReportedOutput;
      expect(extensions.upstream.sent.requests).toBe(2);
      for (const first of [2, 50]) {
        await using fresh = await startGatewayWithSandbox();
        const query = block.text.replace('first: 2', `first: ${first}`);
        const { text } = await fresh.ask(query, {
          headers: { 'x-api-key': 'vibe_api_sandbox', 'x-upstream-report': '1' },
        });
        expect(fresh.calls()).toHaveLength(extensions.upstream.sent.requests);
        const response = JSON.parse(text) as ReportedOutput;
        expect(response.extensions).toMatchObject(extensions);
        if (first === 2) expect(response).toMatchObject(output);
      }
    },
  },
  {
    name: 'a query, and its output below it',
    is: ({ language }) => language === 'graphql',
    async check(block) {
      const { text } = await gateway.ask(block.text);
      expect(JSON.parse(text)).toEqual(outputBelow(block));
    },
  },
  {
    name: 'an output, compared with the block above it',
    is: (block) =>
      block.language === 'json' && ['sh', 'graphql'].includes(blocks[blocks.indexOf(block) - 1]?.language ?? ''),
    check: ({ text }) => expect(JSON.parse(text)).toBeTypeOf('object'),
  },
  {
    name: 'a program',
    is: ({ language }) => language === 'js',
    async check({ text }) {
      const sizes = [/contacts\(first: (\d+)/.exec(text)?.[1], '50'];
      const costs: number[] = [];
      for (const size of sizes) {
        gateway.sandbox.clearRequests();
        const program = here(text).replace(/first: \d+/, `first: ${size}`);
        const { stdout } = await shell(process.execPath, ['--input-type=module', '--eval', program]);
        expect(stdout).toBe(`${gateway.sandbox.contacts.size} contacts\n`);
        costs.push(gateway.calls().length);
      }
      const [, cost, pages, costOf50] =
        /costs (\d+) upstream requests for (\d+) pages\. .* cost (\d+):/.exec(readme) ?? [];
      expect([cost, costOf50]).toEqual(costs.map(String));
      expect(pages).toBe(String(Math.ceil(gateway.sandbox.contacts.size / Number(sizes[0]))));
    },
  },
  {
    name: 'the start against a real portal',
    is: ({ text }) => text.startsWith('VIBECODE_URL='),
    check: checkRealStart,
  },
  {
    name: 'the picture of the parts',
    is: ({ language }) => language === 'mermaid',
    check({ text }) {
      const parts = [...text.matchAll(/\["((?:apps|packages)\/\w+)/g)].map(([, path = '']) => path);
      expect(parts).toHaveLength(4);
      expect(parts.filter((path) => !existsSync(projectPath(path)))).toEqual([]);
    },
  },
  {
    name: 'the map of the tree',
    is: ({ language }) => language === 'text',
    check({ text }) {
      const paths = text
        .trimEnd()
        .split('\n')
        .map((line) => /^(\S+) {2,}\S/.exec(line)?.[1] ?? line);
      expect(paths.filter((path) => !existsSync(projectPath(path)))).toEqual([]);
    },
  },
];

describe('every block of the README is true', () => {
  test.each(blocks)('line $line: $language', async (block) => {
    const kind = kinds.find(({ is }) => is(block));
    expect(kind?.name, 'a block that nothing here can run').toBeDefined();
    await kind?.check(block);
  });
});

test('the README has a block of each kind', () => {
  const unused = kinds.filter(({ is }) => !blocks.some(is)).map(({ name }) => name);
  expect(unused).toEqual([]);
});

test('docs/configuration.md has exactly the variables that the gateway reads', () => {
  const variables = configuration.map(([name = '']) => name);
  expect(variables.toSorted((a, b) => a.localeCompare(b))).toEqual(
    configVariables.toSorted((a, b) => a.localeCompare(b)),
  );
});

test('the tables of variables are as `npm run generate` writes them', () => {
  const page = readProjectFile('docs/configuration.md');
  expect(page).toBe(withAllTables(page));
  expect(readme).toBe(withRows(readme));
});

test('the README’s table of variables is a part of docs/configuration.md', () => {
  const rows = tableRows(readme, 'Variable');
  expect(rows.length).toBeGreaterThan(4);
  expect(configuration).toEqual(expect.arrayContaining([...rows]));
});

test.each(configuration.filter(([, value]) => value !== 'none'))('%s is %s by default', (name, value) => {
  expect(loadConfig({ [name ?? '']: value })).toEqual(loadConfig({}));
});

test('a variable without a default is not set by default', () => {
  const none = configuration.filter(([, value]) => value === 'none').map(([name]) => name);
  expect(none).toEqual(expect.arrayContaining(['VIBECODE_URL', 'CURSOR_SECRET']));
  expect(loadConfig({})).toMatchObject({ upstream: null, paging: { cursorSecrets: null } });
});

test('the errors table has exactly the codes that callers can get', () => {
  const documented = tableRows(readme, 'Code').map(([code = '']) => code);
  expect(new Set(documented)).toEqual(new Set(errorCodes));
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/decisions.md',
  'docs/clients.md',
  'docs/command-line.md',
  'packages/client/README.md',
  'docs/pagination.md',
  'docs/recipes.md',
  'docs/configuration.md',
  'docs/operations.md',
  'docs/scaling.md',
  'docs/security.md',
  'packages/bench/README.md',
])('the files that %s links to are there', (file) => {
  const text = readProjectFile(file);
  const folder = new URL(`../${file}`, import.meta.url);
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
  expect(links.filter((path) => !existsSync(new URL(path, folder)))).toEqual([]);
});

test('CI runs exactly the test command of the README', () => {
  expect(readProjectFile('.ci/run').trimEnd().split('\n').at(-1)).toBe('exec npm test');
  expect(blocks.filter(({ text }) => text === 'npm test\n')).toHaveLength(1);
});

test('the npm scripts that CONTRIBUTING names are there', () => {
  const named = [...readProjectFile('CONTRIBUTING.md').matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the benchmarks that documents and benchmarks name are there, and each says how it is run', () => {
  const programs = JSON.parse(readProjectFile('scripts/benchmarks.json')) as Readonly<Record<string, string>>;
  expect(Object.keys(programs).length).toBeGreaterThan(4);
  for (const [name, file] of Object.entries(programs))
    expect(readProjectFile(file)).toContain(`\`npm run bench -- ${name}`);
  const named = ['docs/operations.md', 'docs/pagination.md', 'CONTRIBUTING.md'].flatMap((page) =>
    [...readProjectFile(page).matchAll(/npm run bench -- ([\w-]+)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !Object.hasOwn(programs, name))).toEqual([]);
});

/** Replaces the default port by that of the gateway under test. */
function here(text: string): string {
  expect(text).toContain(GATEWAY);
  return text.replaceAll(GATEWAY, gateway.url);
}

function outputBelow(block: FencedBlock): unknown {
  const below = blocks[blocks.indexOf(block) + 1];
  expect(below?.language).toBe('json');
  return JSON.parse(below?.text ?? '');
}

function projectPath(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/** Runs the block with another program in place of `npm start`, and a scripted upstream in place of the portal. */
async function checkRealStart({ text }: FencedBlock): Promise<void> {
  expect(text).toMatch(/\nnpm start\n$/);
  const { stdout } = await shell('sh', ['-c', text.replace(/npm start\n$/, 'env\n')]);
  const env = Object.fromEntries(
    stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  expect(env['VIBECODE_URL']).toBe('https://vibecode.bitrix24.com');

  await using upstream = await startScriptedUpstream(
    always(200, { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } }),
  );
  await using started = runGateway({
    LOG_FORMAT: 'pretty',
    VIBECODE_URL: upstream.url,
    CURSOR_SECRET: env['CURSOR_SECRET'] ?? '',
  });
  const url = await started.ready;
  expect(started.output()).toContain(`Upstream  ${upstream.url}\n`);
  expect(started.output()).not.toContain('Note:');
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'vibe_app_key', authorization: 'Bearer vibe_session' },
    body: JSON.stringify({ query: '{ contacts { totalCount } }' }),
  });
  expect(await response.json()).toEqual({ data: { contacts: { totalCount: 1 } } });
  expect(upstream.requests.at(-1)?.headers).toMatchObject({
    'x-api-key': 'vibe_app_key',
    authorization: 'Bearer vibe_session',
  });
}
