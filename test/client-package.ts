import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readProjectFile } from './markdown.ts';

const run = promisify(execFile);
const client = fileURLToPath(new URL('../packages/client', import.meta.url));
const tools = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));

// oxlint-disable-next-line node/no-process-env -- passed on to child processes
const { PATH = '', ...environment } = process.env;
/** Environment without the tools of this project: `node` and `npm` are those of the machine. */
export const machineEnv: NodeJS.ProcessEnv = {
  ...environment,
  PATH: PATH.split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
};

/** The client package as it would be published, and an empty project that has it installed. */
export interface InstalledClient extends AsyncDisposable {
  readonly tarball: Uint8Array<ArrayBuffer>;
  /** The folder of the project; `node_modules/@contacts/client` is in it. */
  readonly project: string;
}

/** Builds and packs the client, and installs the tarball into an empty project with the machine's npm. */
export async function installClient(): Promise<InstalledClient> {
  const base = await mkdtemp(join(tmpdir(), 'client-package-'));
  const remove = () => rm(base, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { packageManager } = JSON.parse(readProjectFile('package.json')) as { packageManager: string };
    const { scripts } = JSON.parse(readProjectFile('packages/client/package.json')) as { scripts: { build: string } };
    // The script itself: pnpm takes a second of CPU to start it.
    await run(scripts.build, [], {
      cwd: client,
      shell: true,
      env: { ...environment, PATH: `${tools}${delimiter}${PATH}` },
    });
    await run('npx', ['--yes', '--prefer-offline', packageManager, 'pack', '--pack-destination', base], {
      cwd: client,
    });
    const name = (await readdir(base)).find((file) => file.endsWith('.tgz')) ?? '';
    const project = join(base, 'project');
    await mkdir(project);
    await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(base, name)], {
      cwd: project,
      env: machineEnv,
    });
    return { tarball: new Uint8Array(await readFile(join(base, name))), project, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
