import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const explorer = fileURLToPath(new URL('../../../explorer/', import.meta.url));

/** A build of the explorer's page in a folder of its own: that of a start can be older than the sources. */
export async function buildExplorer(): Promise<{ readonly folder: URL } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'explorer-'));
  const vite = join(explorer, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--outDir', directory, '--emptyOutDir', '--logLevel', 'error'];
  // oxlint-disable-next-line node/no-process-env -- only to hand it on, without the mode of the tests
  const { NODE_ENV: _mode, ...env } = process.env;
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: explorer, env });
  return {
    folder: pathToFileURL(`${directory}/`),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
