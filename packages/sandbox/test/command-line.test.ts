import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSandbox } from '../src/index.ts';

function start(entry: string, args: string[], port: string): { child: ChildProcess; output: () => string } {
  const file = fileURLToPath(new URL(`../src/${entry}`, import.meta.url));
  // oxlint-disable-next-line node/no-process-env -- the child needs what the system needs to start a process
  const env = { ...process.env, SANDBOX_PORT: port, VIBECODE_API_KEY: '' };
  const child = spawn(process.execPath, ['--conditions=@contacts/source', file, ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

test('npm run sandbox prints the curl command of the page, answers it, and ends at SIGTERM', async () => {
  const { child, output } = start('main.ts', [], '0');
  while (!/X-Api-Key: \w+"/.test(output())) await once(child.stdout ?? child, 'data');
  const [, url = '', key = ''] = /curl -g "([^"]+)".*X-Api-Key: (\w+)"/s.exec(output()) ?? [];
  const response = await fetch(url, { headers: { 'X-Api-Key': key } });
  expect(await response.json()).toMatchObject({ success: true, meta: { total: 16, hasMore: true } });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('npm run sandbox on a port in use prints one line and has exit code 1', async () => {
  await using sandbox = await createSandbox({ contacts: 10 });
  const { port } = new URL(sandbox.url);
  const { child, output } = start('main.ts', [], port);
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toBe(`Port ${port} is in use: set SANDBOX_PORT to another one.\n`);
});
