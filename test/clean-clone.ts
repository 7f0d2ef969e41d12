import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** A new clone of the project, on a machine that has never run it. */
export interface CleanClone extends AsyncDisposable {
  readonly directory: string;
  /** The environment of a new user's terminal: an empty home, no caches, nothing of the npm that runs the tests. */
  readonly env: NodeJS.ProcessEnv;
}

/** Copies the files that git tracks or would add, with changes that are not committed yet. */
export async function makeCleanClone(): Promise<CleanClone> {
  const base = await mkdtemp(join(tmpdir(), 'clean-clone-'));
  const directory = join(base, 'project');
  const home = join(base, 'home');
  await mkdir(home);
  const { stdout } = await run('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  // git still lists a file that was removed and not committed.
  const files = stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
  for (const folder of new Set(files.map(dirname))) await mkdir(join(directory, folder), { recursive: true });
  await Promise.all(files.map((file) => copyFile(join(root, file), join(directory, file))));
  // The registry is a setting of the machine, which a new home has too.
  const npmrc = environment['npm_config_userconfig'] ?? join(homedir(), '.npmrc');
  if (existsSync(npmrc)) await copyFile(npmrc, join(home, '.npmrc'));
  return {
    directory,
    env: cleanEnvironment(home),
    // Not by `rm` of Node: for the 60,000 files of the installed packages it takes three times the CPU.
    [Symbol.asyncDispose]: async () => void (await run('rm', ['-rf', base])),
  };
}

// oxlint-disable-next-line node/no-process-env -- passed on to child processes
const environment = process.env;

function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  const ofThisRun =
    /^(?:npm_(?:lifecycle|package|command|execpath|node|config_(?:cache|userconfig|.*prefix|globalconfig|user_agent))|pnpm_|INIT_CWD|NODE(?:_ENV|_PATH|_COMPILE_CACHE)?$|TEST$|VITEST|XDG_|TURBO)/i;
  const kept = Object.entries(environment).filter(([name]) => !ofThisRun.test(name));
  const path = (environment['PATH'] ?? '').split(delimiter).filter((part) => !part.includes('node_modules'));
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, PATH: path.join(delimiter) };
}
