import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keys } from '@contacts/sandbox';
import { compileCache } from '../gateway-process.ts';

const main = fileURLToPath(new URL('../../../../packages/client/src/cli/main.ts', import.meta.url));

/** The exit and the output of a run of `contacts`. */
export interface ContactsRun {
  /** Exit code, or the signal that ended it. */
  readonly exit: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `contacts`. */
export interface ContactsProcess {
  readonly ended: Promise<ContactsRun>;
  kill(signal: NodeJS.Signals): void;
  /** Returns its peak memory so far in MB; 0 where the system does not report it. */
  peakMegabytes(): number;
}

/** Starts `contacts` as a process of its own, with the key that reads everything. */
export function startContacts(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string>> = {},
): ContactsProcess {
  const child = spawn(process.execPath, ['--conditions=@contacts/source', main, ...args], {
    env: { ...compileCache, CONTACTS_URL: `${url}/graphql`, CONTACTS_API_KEY: keys.all, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = new Promise<ContactsRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ exit: code ?? signal, ...texts }));
  });
  return { ended, kill: (signal) => void child.kill(signal), peakMegabytes: () => peakMegabytes(child) };
}

/** Runs `contacts` to its end. */
export function runContacts(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ContactsRun> {
  return startContacts(args, url, env).ended;
}

function peakMegabytes({ pid }: ChildProcess): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
