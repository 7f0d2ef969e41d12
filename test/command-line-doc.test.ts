import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCache } from '../apps/gateway/test/gateway-process.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../apps/gateway/test/running-gateway.ts';
import { fencedBlocks, readProjectFile, tableRows } from './markdown.ts';

const run = promisify(execFile);
const page = readProjectFile('docs/command-line.md');
const blocks = fencedBlocks(page);
const commands = blocks.filter(({ language }) => language === 'sh');
const main = fileURLToPath(new URL('../packages/client/src/cli/main.ts', import.meta.url));

let gateway: GatewayWithSandbox;
let folder: string;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
  folder = await mkdtemp(join(tmpdir(), 'command-line-doc-'));
  await mkdir(join(folder, 'bin'));
  const program = join(folder, 'bin/contacts');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" --conditions=@contacts/source "${main}" "$@"\n`);
  await chmod(program, 0o755);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await gateway[Symbol.asyncDispose]();
});

// oxlint-disable-next-line node/no-process-env -- only to hand it on
const { PATH = '' } = process.env;

test.each(commands)('the commands of docs/command-line.md, line $line, do what the page says', async (block) => {
  const env = {
    ...compileCache,
    PATH: `${join(folder, 'bin')}${delimiter}${PATH}`,
    CONTACTS_URL: `${gateway.url}/graphql`,
    CONTACTS_API_KEY: 'vibe_api_sandbox',
  };
  const { stdout } = await run('/bin/sh', ['-ec', block.text], { cwd: folder, env, maxBuffer: 10_000_000 });
  expect(stdout).not.toBe('');
  const below = blocks[blocks.indexOf(block) + 1];
  expect(stdout).toBe(below?.language === 'text' ? below.text : stdout);
});

test('the page shows every command and option', async () => {
  const program = readProjectFile('packages/client/src/cli/program.ts');
  const names = [...program.matchAll(/command\('([\w-]+)'\)/g)].map(([, name = '']) => `contacts ${name}`);
  const options = [...program.matchAll(/'(--[\w-]+)/g)].map(([, name = '']) => name);
  expect(names).toHaveLength(6);
  expect([...names, ...options].filter((name) => !page.includes(name))).toEqual([]);
});

test('the exit codes of the page are those of the program', () => {
  const [, members = ''] =
    /exitCodes = \{([^}]+)\}/.exec(readProjectFile('packages/client/src/cli/exit-codes.ts')) ?? [];
  const codes = [...members.matchAll(/: (\d+),/g)].map(([, code]) => code);
  expect(
    tableRows(page, 'Exit code')
      .map(([code]) => code)
      .slice(0, -1),
  ).toEqual(codes);
});

test('the figures of the page are those that --summary json prints', () => {
  const account = blocks
    .find(({ text }) => text.includes('{"before"'))
    ?.text.split('\n')
    .find((line) => line.startsWith('{'));
  expect(tableRows(page, 'Figure').map(([, name]) => name)).toEqual(Object.keys(JSON.parse(account ?? '') as object));
});
