#!/usr/bin/env node
// The program `contacts`: hands its process to the commands, and ends with their exit code.
import { constants } from 'node:os';
import { runContacts } from './run-contacts.ts';
import { Interruption } from './terminal.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    const interruption = new Interruption(name, constants.signals[name]);
    // The second time, at once: what is on disk is whole at any moment.
    if (stopping.signal.aborted) process.exit(interruption.exitCode);
    stopping.abort(interruption);
  });
}
// A reader such as `head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const { env, stdin, stdout, stderr } = process;
process.exitCode = await runContacts(process.argv.slice(2), { env, stdin, stdout, stderr, signal: stopping.signal });
