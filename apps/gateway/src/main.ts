// The entry point: configuration, start, signals, exit code. The only file with side effects.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { type Config, ConfigError, loadConfig } from './config/config.ts';
import { createLog, type Log } from './observe/log.ts';
import { type Running, start } from './start.ts';
import { readStopSignals, type StopSignal, stopSignals } from './stop-signals.ts';
import { welcome } from './welcome.ts';

/** Time in which open connections may still send requests after listening has stopped. */
const LINGER_MS = 500;
/** Time to write the last lines of the log. */
const LAST_LINES_MS = 500;

try {
  const config = loadConfig(process.env);
  const { level, format } = config.log;
  const log = await createLog({ level, pretty: format === 'pretty' || (format === 'auto' && process.stdout.isTTY) });
  const running = await start(config, log);
  // From here on, Node must not print the message of an error: it could quote a request.
  process.on('uncaughtException', (error) => {
    log.unexpected(randomUUID(), error);
    void end(log, 1);
  });
  // Before readiness is announced.
  stopOnSignals(running, config, log);
  greet(running, config, log);
  // Not awaited: `/readyz` reports readiness.
  if (config.upstream) void running.gateway.checkUpstream();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** Prints the welcome text in a terminal; otherwise every line is JSON. */
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

/** Shuts down on the first signal, and exits at once on the next one. */
function stopOnSignals(running: Running, { shutdown: { graceMs, timeoutMs } }: Config, log: Log): void {
  const meaningOf = readStopSignals(isatty(0));
  const onSignal = (signal: StopSignal): void => {
    const meaning = meaningOf(signal);
    if (meaning === 'same') return;
    // Not left to the system, which ignores signals for the first process of a container.
    if (meaning === 'at-once') process.exit(128 + constants.signals[signal]);
    log.info('Stopping: waiting for the requests in flight.', { signal });
    // Ctrl-C comes from a developer at a terminal: there is no load balancer that needs the grace period.
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
    // The next start needs the ports: no grace period.
    void stop({ timeoutMs });
  });
}

/** Calls `onGone` when the parent process at the other end of the IPC channel, if there is one, has ended. */
function stopWithParent(onGone: () => void): void {
  // Undefined if there never was a channel; false if the parent ended before this listener was added.
  const isConnected = process.connected as boolean | undefined;
  if (isConnected === false) return onGone();
  process.once('disconnect', onGone);
  process.channel?.unref();
}

/** Exits when the last lines of the log are written, whatever is still open. */
async function end(log: Log, code: number): Promise<void> {
  await log.drained(LAST_LINES_MS);
  process.exit(code);
}

/** Returns the message of an error that the operator can fix; throws any other. */
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
