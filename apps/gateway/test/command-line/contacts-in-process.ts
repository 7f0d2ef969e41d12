import { PassThrough, Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { keys } from '@contacts/sandbox';
import { runContacts as runCommand } from '../../../../packages/client/src/cli/run-contacts.ts';
import type { ContactsRun } from './contacts-process.ts';

/** Runs `contacts` to its end within this process, with the key that reads everything. A process costs half a second. */
export async function runContacts(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ContactsRun> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = Promise.all([readAll(stdout), readAll(stderr)]);
  const exit = await runCommand(args, {
    env: { CONTACTS_URL: `${url}/graphql`, CONTACTS_API_KEY: keys.all, ...env },
    stdin: Readable.from([]),
    stdout,
    stderr,
    signal: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { exit, stdout: out, stderr: err };
}
