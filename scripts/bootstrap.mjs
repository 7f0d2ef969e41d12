// The only code that runs before dependencies are installed: Node 20 with npm must be enough for it, so it imports only
// modules of Node. It installs the versions of the lock file, then runs the task under the project's Node.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Time after which a line announces the install, in milliseconds. One with nothing to do takes about as long. */
const NOTICE_AFTER_MS = 1000;
const env = {
  // Halves the CPU of a start: the tests start more than a hundred programs.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile'),
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

const children = new Set();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true;
    // The Ctrl-C of a terminal reaches the whole foreground group. A second signal would end the drain.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) for (const child of children) child.kill(signal);
  });
}

const source = (entry) => ['--conditions=@contacts/source', entry];
const gateway = source('apps/gateway/src/main.ts');
/** Program that measures a figure in the documents, by its name. */
const benches = JSON.parse(readFileSync(join(root, 'scripts', 'benchmarks.json'), 'utf8'));
const tasks = {
  start: async (args) => {
    void buildExplorer();
    finish(await serve(...gateway, ...args));
  },
  // After SIGINT, the signal of a terminal, the old process stops without the grace that a load balancer needs.
  dev: async (args) => {
    void buildExplorer();
    finish(await serve('--watch', '--watch-preserve-output', '--watch-kill-signal=SIGINT', ...gateway, ...args));
  },
  sandbox: async (args) => finish(await serve(...source('packages/sandbox/src/main.ts'), ...args)),
  contacts: async (args) => finish(await node(...source('packages/client/src/cli/main.ts'), ...args)),
  contract: async (args) => finish(await node(...source('packages/upstream-contract/src/main.ts'), ...args)),
  bench: async (args) => {
    // Options without a name belong to the comparison.
    const [name, ...own] = args[0]?.startsWith('-') === false ? args : ['compare', ...args];
    if (!Object.hasOwn(benches, name)) {
      console.error(`usage: npm run bench -- [${Object.keys(benches).join('|')}] [arguments]`);
      process.exit(2);
    }
    finish(await node(...source(benches[name]), ...own));
  },
  scale: async (args) => finish(await node(...source('apps/gateway/bench/scale/main.ts'), ...args)),
  pictures: async () => finish(await node(...source('apps/gateway/test/take-pictures.ts'))),
  prose: async () => finish(await node('scripts/prose/main.ts')),
  audit: async () => finish(await node('scripts/audit-dependencies.ts')),
  generate: async () => finish(await pnpm(['exec', 'turbo', 'run', 'generate'])),
  test: async (args) => {
    // Checks and tests side by side: tests that wait leave a processor idle. All of them, so that one run reports
    // everything there is to fix. Tests are not a task of turbo, which would replay their log instead of a second run.
    const checks = runChecks();
    const tested = await node('node_modules/vitest/vitest.mjs', 'run', ...args);
    const { code, output } = await checks;
    if (code !== 0) console.error(`${output}\nThe checks failed (see above), with the exit code ${code}.`);
    finish(tested || code);
  },
};

const [task, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(tasks, task ?? '')) {
  console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exit(2);
}
// To standard error: the lines of the gateway on standard output can be JSON.
const notice = setTimeout(() => {
  console.error('Installing the dependencies that pnpm-lock.yaml names; the first time takes about half a minute.');
}, NOTICE_AFTER_MS);
await must(pnpm(['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn']));
clearTimeout(notice);
await tasks[task](rest);

function pnpm(args, onOutput) {
  return run('npx', ['--yes', '--prefer-offline', packageManager, ...args], { onOutput });
}

/** Resolves with the exit code of turbo and all that it printed, since its lines and those of the tests would mix. */
async function runChecks() {
  const checks = ['generated:check', 'typecheck', 'lint', 'format:check', 'prose:check'];
  const output = [];
  const code = await pnpm(['exec', 'turbo', 'run', ...checks, '--continue', '--output-logs=errors-only'], (text) =>
    output.push(text),
  );
  return { code, output: output.join('') };
}

/** Builds the page of /explorer beside the start of the gateway, which serves it once it is there. Cached by turbo. */
async function buildExplorer() {
  const output = [];
  const build = ['exec', 'turbo', 'run', 'build', '--filter=@contacts/explorer', '--output-logs=errors-only'];
  const code = await pnpm(build, (text) => output.push(text));
  if (code !== 0 && !stopping)
    console.error(`${output.join('')}\nThe page of /explorer could not be built (see above).`);
}

function node(...args) {
  return run(chosenNode(), args);
}

/** Runs a server with an IPC channel, by which it notices the end of this program, SIGKILL included, and frees its ports. */
function serve(...args) {
  return run(chosenNode(), args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}

function chosenNode() {
  const bundled = join(root, 'node_modules', '.bin', windows ? 'node.exe' : 'node');
  const chosen = existsSync(bundled) ? bundled : process.execPath;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (chosen === process.execPath && (major < 22 || (major === 22 && minor < 19))) {
    const machine = `${process.platform}-${process.arch}`;
    console.error(
      `The project brings no Node for ${machine}: install Node 22.19 or newer (this is ${process.version}).`,
    );
    process.exit(1);
  }
  return chosen;
}

/** Resolves with the exit code, as a shell gives it. With `onOutput` nothing is printed: it is called with the texts. */
function run(command, args, { onOutput, stdio = onOutput ? ['inherit', 'pipe', 'pipe'] : 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio, shell: windows && command === 'npx' });
    children.add(child);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    // `close` comes once the pipes are read to their ends.
    child.on(onOutput ? 'close' : 'exit', (code, signal) => {
      children.delete(child);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

async function must(exit) {
  const code = await exit;
  if (code !== 0 || stopping) process.exit(code || 130);
}

function finish(code) {
  process.exitCode = code;
}
