import { type ChildProcess, spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeCleanClone } from './clean-clone.ts';
import { fencedBlocks, readProjectFile } from './markdown.ts';

const windows = process.platform === 'win32';
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL|ERR_SOCKET_TIMEOUT/;

test.skipIf(windows)(
  'from a clean clone with an empty home, the README’s first command answers a query, and ends when it is told to',
  { timeout: 180_000 },
  async ({ skip }) => {
    const [command = ''] = fencedBlocks(readProjectFile('README.md')).map(({ text }) => text.trim());
    await using clone = await makeCleanClone();
    const started = spawn('sh', ['-c', `exec ${command}`], {
      cwd: clone.directory,
      env: { ...clone.env, PORT: '0', SANDBOX_PORT: '0' },
      // A group of its own: that is what a terminal's Ctrl-C reaches, npm and its shell included.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const { url, output } = await ready(started);
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
      // pnpm writes its warnings so; npm's own, in small letters, are about the machine's settings.
      expect(output).not.toMatch(/WARN|ERR_/);

      const ended = new Promise((resolve) => {
        started.once('close', resolve);
      });
      killGroup(started, 'SIGINT');
      await ended;
      await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    } finally {
      killGroup(started, 'SIGKILL');
    }
  },
);

/** Where it serves, once it says so; nothing if it ended before. */
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

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
