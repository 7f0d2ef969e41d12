// Environment in, server up, signals, exit code: the only file with side effects.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { type Config, ConfigError, loadConfig } from './config/config.ts';
import { createLog, type Log } from './observe/log.ts';
import { type Running, start } from './start.ts';
import { readStopSignals, type StopSignal, stopSignals } from './stop-signals.ts';
import { welcome } from './welcome.ts';

/** How long connections may still bring a request that was on its way when listening stopped. */
const LINGER_MS = 500;
/** How long the last lines may take to get out. */
const LAST_LINES_MS = 500;

try {
  const config = loadConfig(process.env);
  const { level, format } = config.log;
  const log = await createLog({ level, pretty: format === 'pretty' || (format === 'auto' && process.stdout.isTTY) });
  const running = await start(config, log);
  // From here on, requests are about: Node would print an error's message, which may hold anything of them.
  process.on('uncaughtException', (error) => {
    log.unexpected(randomUUID(), error);
    void end(log, 1);
  });
  // Before anybody is told that it is ready.
  stopOnSignals(running, config, log);
  greet(running, config, log);
  // Not awaited: `/readyz` says whether it is ready.
  if (config.upstream) void running.gateway.checkUpstream();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** For people who try it; where it works, every line is JSON. */
function greet(running: Running, { log: { format }, upstream }: Config, log: Log): void {
  const isAtWork = upstream !== null && !process.stdout.isTTY;
  if (format === 'pretty' || (format === 'auto' && !isAtWork)) {
    console.log(welcome(running));
    return;
  }
  const { url, probeUrl } = running.gateway;
  log.info('ready', { url, ...(probeUrl === null ? {} : { probeUrl }), upstream: running.upstreamUrl });
  for (const warning of running.warnings) log.warn(warning);
}

/** The first signal ends it in order, the next one at once. */
function stopOnSignals(running: Running, { shutdown: { graceMs, timeoutMs } }: Config, log: Log): void {
  const meaningOf = readStopSignals(isatty(0));
  const onSignal = (signal: StopSignal): void => {
    const meaning = meaningOf(signal);
    if (meaning === 'same') return;
    // Not left to the system: it ignores what would end the first process of a container.
    if (meaning === 'at-once') process.exit(128 + constants.signals[signal]);
    log.info('Stopping: finishing what is under way.', { signal });
    // Ctrl-C is somebody at a terminal: no load balancer has to be told first.
    const how = signal === 'SIGINT' ? { timeoutMs } : { graceMs, lingerMs: LINGER_MS, timeoutMs };
    void stop(how);
  };
  let isStopping = false;
  const stop = async (how: Parameters<Running['shutDown']>[0]): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    const cut = await running.shutDown(how);
    if (cut > 0) log.warn('Stopped: some requests took too long.', { cut });
    else log.info('Stopped.');
    await end(log, cut > 0 ? 1 : 0);
  };
  for (const signal of stopSignals) process.on(signal, () => onSignal(signal));
  stopWithParent(() => {
    log.info('Stopping: the program that started the gateway is gone.');
    // Its next start needs the ports: no grace.
    void stop({ timeoutMs });
  });
}

/** Calls `onGone` when the program at the other end of an IPC channel, if there is one, has ended without a word. */
function stopWithParent(onGone: () => void): void {
  // Undefined where there never was a channel; false where the program ended before anything listened here.
  const isConnected = process.connected as boolean | undefined;
  if (isConnected === false) return onGone();
  process.once('disconnect', onGone);
  process.channel?.unref();
}

/** Ends the process, whatever may still be open, when the last lines are out. */
async function end(log: Log, code: number): Promise<void> {
  await log.drained(LAST_LINES_MS);
  process.exit(code);
}

/** One line for what somebody at a terminal can mend; anything else is thrown on, with its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: set PORT (gateway), PROBE_PORT (probes) or SANDBOX_PORT (sandbox) to a free one.`;
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'ENOTFOUND':
      return `Cannot listen (${message}): check HOST, PORT, PROBE_PORT and SANDBOX_PORT.`;
    default:
      throw error;
  }
}
