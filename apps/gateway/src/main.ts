// Environment in, server up, signals, exit code: the only file with side effects.
import { ConfigError, loadConfig } from './config.ts';
import { type Running, start } from './start.ts';
import { welcome } from './welcome.ts';

try {
  const running = await start(loadConfig(process.env), (errorId, error) => console.error(errorId, error));
  console.log(welcome(running));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(running));
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function stop(running: Running): Promise<void> {
  console.log('Stopping: finishing what is under way.');
  await running.close();
}

/** One line for what somebody at a terminal can mend; anything else is thrown on, with its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: set PORT (gateway) or SANDBOX_PORT (sandbox) to a free one.`;
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'ENOTFOUND':
      return `Cannot listen (${message}): check HOST, PORT and SANDBOX_PORT.`;
    default:
      throw error;
  }
}
