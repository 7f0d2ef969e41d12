#!/usr/bin/env node
// The program `contacts`: runs the command of its arguments, and ends with its exit code.
import { constants } from 'node:os';
import { exitCodes } from './exit-codes.ts';
import { runContacts } from './run-contacts.ts';
import { Interruption } from './terminal.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    const interruption = new Interruption(name, constants.signals[name]);
    // A second signal ends the process at once: the files on disk are consistent at any moment.
    if (stopping.signal.aborted) process.exit(interruption.exitCode);
    stopping.abort(interruption);
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` has read all that it needs.
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  process.stderr.write(`contacts: standard output: ${error.message}\n`);
  process.exit(exitCodes.file);
});
// Without a listener, a message that cannot be written would end the process with another exit code.
process.stderr.on('error', () => undefined);

const { env, stdin, stdout, stderr } = process;
process.exitCode = await runContacts(process.argv.slice(2), { env, stdin, stdout, stderr, signal: stopping.signal });
