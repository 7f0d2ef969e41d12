import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The gateway's program, run in the same way as by `npm start`. */
export interface GatewayProcess extends AsyncDisposable {
  /** Returns all output so far, standard error included. */
  output(): string;
  /** Resolves with the gateway's URL when it is ready; rejects if it ends before. */
  readonly ready: Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
  hasExited(): boolean;
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** Compile cache, which halves the CPU of a start. The folder is that of scripts/bootstrap.mjs. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/node-compile', import.meta.url)),
} as const;

/**
 * Starts the program with this environment only, on free ports by default.
 * @param maxDescriptors maximum number of open files, set by a shell where there is one
 */
export function runGateway(env: Readonly<Record<string, string>> = {}, maxDescriptors?: number): GatewayProcess {
  const command = [process.execPath, '--conditions=@contacts/source', main];
  const [program = '', ...args] =
    maxDescriptors === undefined
      ? command
      : ['/bin/sh', '-c', `ulimit -n ${maxDescriptors}; exec "$0" "$@"`, ...command];
  const child = spawn(program, args, {
    // Without a grace period, which load balancers need and tests do not.
    env: { ...compileCache, PORT: '0', SANDBOX_PORT: '0', SHUTDOWN_GRACE: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      const [, forPeople, forPrograms] =
        /GraphQL {3}(\S+)\/graphql\n[^]*-d '.*'\n|"url":"([^"]+)".*"msg":"ready"/.exec(printed) ?? [];
      const url = forPeople ?? forPrograms;
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('close', () => reject(new Error(`The gateway ended before it was ready:\n${printed}`)));
  });
  // A test that expects an early end does not await `ready`.
  ready.catch(() => undefined);
  return {
    output: () => printed,
    ready,
    exited,
    pid: child.pid ?? 0,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
