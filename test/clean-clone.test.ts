import { type ChildProcess, spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { type CleanClone, makeCleanClone } from './clean-clone.ts';
import { fencedBlocks, readProjectFile } from './markdown.ts';

const windows = process.platform === 'win32';
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL|ERR_SOCKET_TIMEOUT/;

test.skipIf(windows)(
  'from a clean clone with an empty home, the README’s first command answers a query, and stops at a signal',
  { timeout: 180_000 },
  async ({ skip }) => {
    const [command = ''] = fencedBlocks(readProjectFile('README.md')).map(({ text }) => text.trim());
    await using clone = await makeCleanClone();
    {
      await using started = run(command, clone);
      const { url, output } = await started.ready;
      if (url === undefined && OFFLINE.test(output)) skip('the start of a clean clone: the registry cannot be reached');
      if (url === undefined) throw new Error(`It ended before it was ready:\n${output}`);

      const query = `{ contacts(first: 10, filter: { companyId: { eq: 15 } }) { totalCount nodes { id name lastName phone } } }`;
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': 'vibe_api_sandbox' },
        body: JSON.stringify({ query }),
      });
      const { data } = (await response.json()) as { data: { contacts: { totalCount: number; nodes: object[] } } };
      expect(data.contacts.totalCount).toBeGreaterThan(10);
      expect(data.contacts.nodes).toHaveLength(10);
      // Built beside the start; until then the gateway says so.
      await expect.poll(async () => (await fetch(`${url}/explorer`)).status, { timeout: 60_000 }).toBe(200);
      // Warnings of pnpm. Those of npm, in small letters, are about settings of the machine.
      expect(output).not.toMatch(/WARN|ERR_/);

      // The Ctrl-C of a terminal reaches npm, its shell and all their children.
      process.kill(-started.pid, 'SIGINT');
      await started.exited;
      await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    }
    {
      // A supervisor signals the one process that it started. npm would not pass it on (docs/decisions.md).
      await using started = run('node scripts/bootstrap.mjs start', clone);
      const { url, output } = await started.ready;
      if (url === undefined) throw new Error(`It ended before it was ready:\n${output}`);
      process.kill(started.pid, 'SIGTERM');
      expect(await started.exited).toBe(0);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    }
  },
);

interface Started extends AsyncDisposable {
  readonly pid: number;
  readonly ready: ReturnType<typeof ready>;
  readonly exited: Promise<number | null>;
}

function run(command: string, { directory, env }: CleanClone): Started {
  const child = spawn('sh', ['-c', `exec ${command}`], {
    cwd: directory,
    env: { ...env, PORT: '0', SANDBOX_PORT: '0' },
    // A process group of its own, so that a signal reaches all of it and nothing else.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started.`);
  return {
    pid,
    ready: ready(child),
    exited,
    [Symbol.asyncDispose]: async () => {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
      await exited;
    },
  };
}

/** Resolves with the URL once it is printed; with undefined if the program ends before. */
async function ready(child: ChildProcess): Promise<{ readonly url: string | undefined; readonly output: string }> {
  let output = '';
  const url = await new Promise<string | undefined>((resolve) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const found = /GraphQL {3}(\S+)\/graphql\n/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('close', () => resolve(undefined));
  });
  return { url, output };
}
