import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@contacts/local-server';
import { onCore, SERVER_CORE } from './cores.ts';
import type { Stack } from './stacks/stack.ts';

/** The resources that a process has used. */
export interface Usage {
  /** User and system time since its start, in microseconds. */
  readonly cpuMicros: number;
  /** Bytes of memory that are resident. */
  readonly rss: number;
}

/** A server that is measured, pinned to its core. */
export interface ServerProcess extends AsyncDisposable {
  readonly stack: Stack;
  readonly port: number;
  readonly pid: number;
  usage(): Promise<Usage>;
  /** The same after a garbage collection, where it is a Node that was started with `exposeGc`. */
  usageAfterCollection(): Promise<Usage>;
  /** Begins a CPU profile; a Node alone has one. */
  startProfile(): Promise<void>;
  /** Ends it and returns it, as the inspector has it. */
  stopProfile(): Promise<unknown>;
}

const READY_MS = 60_000;
/** USER_HZ of /proc, the same on all Linux machines. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
const preload = new URL('measured.mjs', import.meta.url).href;

/** Starts a stack and waits until its port can be reached. Throws with its output if it ends before. */
export async function startServer(
  stack: Stack,
  upstreamUrl: string,
  nodeFlags: readonly string[] = [],
): Promise<ServerProcess> {
  const port = await freePort();
  const start = stack.start({ port, upstreamUrl });
  const isNode = start.command === 'node';
  const [command, ...args] = onCore(
    SERVER_CORE,
    isNode ? [process.execPath, `--import=${preload}`, ...nodeFlags, ...start.args] : [start.command, ...start.args],
  );
  const child = spawn(command ?? '', args, {
    // Nothing of the environment of npm, but the path and the home that programs need.
    env: { ...inherited(), ...start.env },
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe', ...(isNode ? (['ipc'] as const) : [])],
  });
  const output = lastOutput(child);
  await untilReachable(port, child, () => `${stack.title} did not start:\n${output()}`);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${stack.title} could not be started.`);
  const call = isNode ? sideChannel(child, () => `${stack.title} ended:\n${output()}`) : undefined;
  return {
    stack,
    port,
    pid,
    usage: async () => ((await call?.('usage')) as Usage | undefined) ?? usageOf(pid),
    usageAfterCollection: async () => ((await call?.('collect')) as Usage | undefined) ?? usageOf(pid),
    startProfile: async () => void (await call?.('startProfile')),
    stopProfile: async () => ((await call?.('stopProfile')) as { profile: unknown } | undefined)?.profile,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function inherited(): Record<string, string> {
  // oxlint-disable-next-line node/no-process-env -- passed on to child processes
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

function lastOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-4000);
    });
  }
  return () => text;
}

async function untilReachable(port: number, child: ChildProcess, explain: () => string): Promise<void> {
  const until = performance.now() + READY_MS;
  let failed = false;
  // A program that is not there.
  child.once('error', () => {
    failed = true;
  });
  while (!(await canConnect(port))) {
    if (failed || child.exitCode !== null || child.signalCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(explain());
    }
    await sleep(5);
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Questions and answers over IPC, by number. */
function sideChannel(child: ChildProcess, explain: () => string): (command: string) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message: { readonly id: number }) => {
    waiting.get(message.id)?.resolve(message);
    waiting.delete(message.id);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(explain()));
  });
  return (command) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, command });
    });
}

/** Reads what Linux says of a process that is no Node. */
function usageOf(pid: number): Usage {
  // Behind the name of the program, which may hold spaces: utime and stime are the 12th and 13th, rss the 22nd.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return {
    cpuMicros: ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6,
    rss: Number(fields[21]) * PAGE_BYTES,
  };
}
