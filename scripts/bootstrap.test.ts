import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScriptedUpstream } from '../apps/gateway/test/scripted-upstream.ts';

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

/** Folder of an `npx` that installs nothing. */
let tools: string;
beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), 'bootstrap-'));
});
afterAll(() => rm(tools, { recursive: true, force: true }));

/** Runs a task as the leader of a process group of its own, without a terminal. `npx` is the text of a shell script. */
async function bootstrapWith(
  npx: string,
  env: Readonly<Record<string, string>> = {},
  task = 'start',
  errors: 'inherit' | 'pipe' = 'inherit',
): Promise<ChildProcess> {
  const file = join(tools, 'npx');
  await writeFile(file, `#!/bin/sh\n${npx}\n`);
  await chmod(file, 0o755);
  return spawn(process.execPath, [bootstrap, ...task.split(' ')], {
    detached: true,
    env: { ...process.env, PATH: `${tools}${delimiter}${process.env['PATH']}`, ...env },
    stdio: ['ignore', 'pipe', errors],
  });
}

async function printed(child: ChildProcess, pattern: RegExp, stream = child.stdout): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`It ended before ${pattern} came:\n${text}`);
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test.each([
    { signal: 'SIGTERM', how: 'with the grace of a load balancer' },
    { signal: 'SIGINT', how: 'without that grace' },
  ] as const)(
    '$signal to the whole process group stops the gateway once: no operation is lost, $how',
    async ({ signal }) => {
      let answer: (() => void) | undefined;
      await using upstream = await startScriptedUpstream((request, response) => {
        const end = () => response.end('{"success":true,"data":[{"id":1}],"meta":{"hasMore":false}}');
        // The request of /readyz is answered at once.
        if (request.url?.startsWith('/v1/contacts')) answer = end;
        else end();
      });
      const child = await bootstrapWith('exit 0', {
        PORT: '0',
        VIBECODE_URL: upstream.url,
        LOG_FORMAT: 'json',
        SHUTDOWN_GRACE: '0',
      });
      const exited = once(child, 'exit');
      const group = -(child.pid ?? Number.NaN);
      try {
        const url = await printed(child, /"url":"([^"]+)"/);
        const arrived = upstream.nextRequest();
        const asked = fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
          body: '{"query":"{ contacts(first: 1) { nodes { contactId } } }"}',
        });
        await arrived;
        process.kill(group, signal);
        const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200;
        await expect.poll(isReady).toBe(false);
        answer?.();
        expect(await (await asked).json()).toEqual({ data: { contacts: { nodes: [{ contactId: 1 }] } } });
        expect(await exited).toEqual([0, null]);
      } finally {
        if (child.exitCode === null) process.kill(group, 'SIGKILL');
      }
    },
  );

  test('a slow install is announced', async () => {
    const installed = join(tools, 'installed');
    const child = await bootstrapWith(`while [ ! -e '${installed}' ]; do sleep 0.1; done; exit 3`, {}, 'start', 'pipe');
    const exited = once(child, 'exit');
    try {
      expect(await printed(child, /^(Installing .*)$/m, child.stderr)).toContain('pnpm-lock.yaml');
    } finally {
      await writeFile(installed, '');
    }
    expect(await exited).toEqual([3, null]);
  });

  test.each([
    { task: 'start', ready: /GraphQL {3}(\S+)\/graphql/ },
    { task: 'sandbox', ready: /Sandbox of the upstream: (\S+)/ },
  ])('SIGKILL to the bootstrap of $task frees the ports', async ({ task, ready }) => {
    const child = await bootstrapWith('exit 0', { PORT: '0', SANDBOX_PORT: '0' }, task);
    const exited = once(child, 'exit');
    try {
      const url = await printed(child, ready);
      const isThere = () =>
        fetch(url).then(
          () => true,
          () => false,
        );
      expect(await isThere()).toBe(true);
      child.kill('SIGKILL');
      await exited;
      await expect.poll(isThere).toBe(false);
    } finally {
      try {
        process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
      } catch {
        // Nothing of the group is left.
      }
    }
  });

  test('npm run dev restarts the gateway when a source file changes, and prints the same welcome', async () => {
    const child = await bootstrapWith('exit 0', { PORT: '0', SANDBOX_PORT: '0' }, 'dev');
    const exited = once(child, 'exit');
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const welcomes = () => output.match(/GraphQL {3}\S+\/graphql\n[^]*?-d '.*'\n/g) ?? [];
    try {
      await expect.poll(welcomes).toHaveLength(1);
      const source = new URL('../packages/schema/src/index.ts', import.meta.url);
      // Its content stays: a watcher is called for other attributes as well.
      await utimes(source, new Date(), new Date());
      await expect.poll(welcomes).toHaveLength(2);
      const [first, second] = welcomes().map((text) => text.replaceAll(/:\d+/g, ''));
      expect(second).toBe(first);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await exited).toEqual([0, null]);
  });

  test('a failing check fails npm test, which prints its output after that of the tests', async () => {
    const npx = 'case "$*" in *turbo*) echo "a.ts is not formatted"; exit 1;; esac';
    const child = await bootstrapWith(npx, {}, 'test --passWithNoTests no-such-file', 'pipe');
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output).toMatch(/0 passed, 0 failed\n[^]*a\.ts is not formatted\n[^]*The checks failed/);
  });

  test.each([
    { signal: 'KILL', code: 137 },
    { signal: 'HUP', code: 129 },
    { signal: 'TERM', code: 143 },
  ])('a command killed by SIG$signal has the exit code $code', async ({ signal, code }) => {
    const child = await bootstrapWith(`kill -${signal} $$`);
    expect(await once(child, 'exit')).toEqual([code, null]);
  });
});
