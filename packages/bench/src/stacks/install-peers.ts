import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Stack } from './stack.ts';
import { peersFolder } from './peer.ts';

/**
 * Installs the peers from their lock file where a stack needs them, so that the project's own install does not download
 * them. Returns what to say if that fails.
 */
export function installPeers(stacks: readonly Stack[]): string | undefined {
  if (stacks.every(({ packages }) => packages.length === 0)) return undefined;
  const { packageManager } = readJson(`${peersFolder}package.json`) as { packageManager: string };
  const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=error'];
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['--yes', '--prefer-offline', packageManager, 'install', ...flags],
    { cwd: peersFolder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  return status === 0 ? undefined : `The peers could not be installed:\n${stdout}${stderr}`;
}

/** Returns the versions of a stack's packages, as they are installed. */
export function versionsOf({ packages }: Stack): readonly string[] {
  return packages.map((name) => {
    const { version } = readJson(`${peersFolder}node_modules/${name}/package.json`) as { version: string };
    return `${name} ${version}`;
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
