import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@contacts/local-server';
import { expect, test } from 'vitest';
import { compileCache } from '../gateway-process.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Capacity of a pipe in bytes; a line of the log has more than 200. */
const PIPE_BYTES = 65_536;

test('a log that is not read blocks neither operations nor the shutdown', async () => {
  const port = await freePort();
  const gateway = spawn(process.execPath, ['--conditions=@contacts/source', main], {
    env: { ...compileCache, PORT: String(port), SANDBOX_PORT: '0', LOG_FORMAT: 'json' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const exited = once(gateway, 'exit');
    const url = `http://127.0.0.1:${port}`;
    const isUp = async (): Promise<boolean> => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok ?? false;
    await expect.poll(isUp).toBe(true);
    for (let bytes = 0; bytes < 2 * PIPE_BYTES; bytes += 200) {
      const { status } = await fetch(`${url}/graphql`, { method: 'POST', body: '{}' });
      expect(status).toBe(415);
    }
    gateway.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  } finally {
    gateway.kill('SIGKILL');
  }
});
