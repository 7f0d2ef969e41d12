import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../apps/gateway/test/running-gateway.ts';
import { type InstalledClient, installClient, machineEnv } from './client-package.ts';
import { fencedBlocks, readProjectFile } from './markdown.ts';

const run = promisify(execFile);
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const examples = fencedBlocks(readProjectFile('packages/client/README.md')).filter(({ language }) => language === 'ts');

let installed: InstalledClient;
let gateway: GatewayWithSandbox;
beforeAll(async () => {
  [installed, gateway] = await Promise.all([installClient(), startGatewayWithSandbox()]);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await installed[Symbol.asyncDispose]();
});

test('publint reports nothing about the packed client', async () => {
  const { messages } = await publint({ pack: { tarball: installed.tarball.buffer }, level: 'suggestion' });
  expect(messages).toEqual([]);
});

test('the types of the packed client resolve for Node as a module and for bundlers', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(installed.tarball));
  if (!analysis.types) throw new Error('The package has no types.');
  // The package is a module: CommonJS and resolution without `exports` are not supported.
  const problems = analysis.problems.filter(
    (problem) => !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind),
  );
  expect(problems).toEqual([]);
});

test('the examples of its README compile against the installed types and run under the machine’s Node', async () => {
  expect(examples.length).toBeGreaterThan(3);
  const files = examples.map((_example, index) => `example-${index}.ts`);
  const written = examples.map(({ text }, index) =>
    writeFile(join(installed.project, files[index] ?? ''), text.replaceAll('http://127.0.0.1:4000', gateway.url)),
  );
  await Promise.all(written);
  const options = [
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--lib',
    'es2023,dom,dom.asynciterable',
    '--strict',
    '--types',
    '',
  ];
  await run(process.execPath, [tsc, ...options, ...files], { cwd: installed.project });
  const outputs = await Promise.all(
    examples.map(async ({ text }, index) => {
      const { stdout } = await run('node', [`example-${index}.js`], { cwd: installed.project, env: machineEnv });
      // The comment after a log is its output.
      const promised = Array.from(text.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm), ([, output = '']) => output);
      return { missing: promised.filter((output) => !stdout.split('\n').includes(output)) };
    }),
  );
  expect(outputs).toEqual(examples.map(() => ({ missing: [] })));
});

test('the installed package has the command contacts, which runs under the machine’s Node', async () => {
  const command = join(installed.project, 'node_modules/.bin/contacts');
  const env = { ...machineEnv, CONTACTS_URL: `${gateway.url}/graphql`, CONTACTS_API_KEY: 'vibe_api_sandbox' };
  const contacts = (...args: readonly string[]) => run(command, [...args], { cwd: installed.project, env });
  expect((await contacts('--version')).stdout).toBe('0.1.0\n');
  expect((await contacts('list', '--limit', '2')).stdout).toMatch(/│ contactId │/);
  const { stdout } = await contacts(
    'export',
    '--out',
    'all.csv',
    '--columns',
    'all,company.title',
    '--summary',
    'json',
  );
  expect(JSON.parse(stdout)).toMatchObject({ before: 1167, written: 1167, after: 1167 });
  const shown = fencedBlocks(readProjectFile('packages/client/README.md')).find(({ text }) =>
    text.includes('npx contacts'),
  );
  const commands = (shown?.text ?? '').replaceAll('http://127.0.0.1:4000', gateway.url);
  await run('/bin/sh', ['-ec', commands], { cwd: installed.project, env: machineEnv });
  expect(await readFile(join(installed.project, 'contacts.csv'), 'utf8')).toMatch(/^contactId,.*,company\.title\n1,/);
  await expect(contacts('list', '--columns', 'lastname')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^contacts: --columns: .* Did you mean lastName\?.*\n$/) as string,
  });
});

test('a page built by Vite from the installed client holds no parser of GraphQL and stays small', async () => {
  const vite = (await import(createRequire(createRequire(import.meta.url).resolve('vitest')).resolve('vite'))) as {
    readonly build: (options: object) => Promise<{ readonly output: readonly { readonly code?: string }[] }>;
  };
  const entry = join(installed.project, 'page.js');
  await writeFile(
    entry,
    `import { ContactCardDocument, createClient, possibleTypes } from '@contacts/client';
    globalThis.card = createClient({ url: '/graphql' }).execute(ContactCardDocument, { id: 17 });
    globalThis.types = possibleTypes;`,
  );
  const { output } = await vite.build({
    root: installed.project,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: entry } },
  });
  const code = output.map((chunk) => chunk.code ?? '').join('');
  expect(code).toContain('query ContactCard');
  expect(code.length).toBeLessThan(20_000);
});

test('the installed client brings the schema as introspection gives it', async () => {
  const text = `import schema from '@contacts/client/introspection.json' with { type: 'json' };
    console.log(schema.__schema.queryType.name);`;
  const { stdout } = await run('node', ['--input-type=module', '--eval', text], {
    cwd: installed.project,
    env: machineEnv,
  });
  expect(stdout.trim()).toBe('Query');
});
