import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@contacts/sandbox';
import { expect, test } from 'vitest';

async function run(...args: readonly string[]): Promise<{ code: unknown; output: string }> {
  const file = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  // oxlint-disable-next-line node/no-process-env -- the child needs what the system needs to start a process
  const env = { ...process.env, VIBECODE_API_KEY: '' };
  const child = spawn(process.execPath, ['--conditions=@contacts/source', file, ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
}

test('npm run contract prints a table, and has exit code 1 when a promise is broken', async () => {
  await using sandbox = await createSandbox({ limits: 'off', switches: { hasMoreOnExactEnd: true } });
  const { code, output } = await run('--url', sandbox.url, '--group', 'list');
  expect(code).toBe(1);
  expect(output).toMatch(/^FAIL {2}list\.has-more\.last-page +2 rows, hasMore true$/m);
  expect(output).toMatch(/^ {6}expected: 2 rows, hasMore false \(/m);
  expect(output).toContain('1 failed');
});

test('npm run contract without arguments checks a sandbox of its own, and has exit code 0', async () => {
  const { code, output } = await run();
  expect(code).toBe(0);
  expect(output).toMatch(/^\d+ passed, \d+ noted, 0 failed, 3 inconclusive, 0 not run$/m);
});

test('npm run contract -- --mutations prints the check that notices each broken upstream', async () => {
  const { code, output } = await run('--mutations', '--group', 'like');
  expect(code).toBe(0);
  expect(output).toMatch(/^caught {2}like\.equality +\d+ {2}filter\.equality\.underscore, filter\.equality\.percent/m);
  expect(output).toMatch(/^4 mutations, 4 caught, by \d of \d+ checks$/m);
});

test('npm run contract without a key for an upstream that is not on this machine sends nothing', async () => {
  const { code, output } = await run('--url', 'https://upstream.invalid');
  expect(code).toBe(1);
  expect(output).toContain('VIBECODE_API_KEY');
});

test.each([[[]], [['--mutations']]])('npm run contract with %j rejects a group without checks', async (options) => {
  const { code, output } = await run(...options, '--group', 'pagin');
  expect(code).toBe(1);
  expect(output).toMatch(/^--group must be one of list, .* \(got pagin\)$/m);
});

test('npm run contract sends the key to no address of a redirect', async () => {
  await using target = await createSandbox({ limits: 'off' });
  const redirecting = createServer((request, response) => {
    response.writeHead(307, { location: `${target.url}${request.url ?? ''}` }).end();
  }).listen(0, '127.0.0.1');
  await once(redirecting, 'listening');
  const { port } = redirecting.address() as AddressInfo;
  const { code } = await run('--url', `http://127.0.0.1:${port}`, '--group', 'list');
  redirecting.close();
  expect(code).toBe(1);
  expect(target.requests).toEqual([]);
});
