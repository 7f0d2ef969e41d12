import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peersFolder } from './peer.ts';
import { readRestAnswer, restOperation, type RestSchema } from './rest-documents.ts';
import type { Stack, Start } from './stack.ts';

const PACKAGE = '@tailcallhq/core-linux-x64-gnu';
const schema: RestSchema = { fixedArguments: '', oneContact: 'contact(id: $id, select: $select)' };

/**
 * Tailcall, a gateway in Rust. Its binary from the registry is for Linux on x64 with glibc 2.39; `TAILCALL_COMMAND` is
 * another way to start one, such as a loader with a newer glibc in front of it.
 */
export const tailcall: Stack = {
  name: 'tailcall',
  title: 'Tailcall (Rust), batching',
  packages: [PACKAGE],
  start: ({ port, upstreamUrl }): Start => {
    // oxlint-disable-next-line node/no-process-env -- a way to start it that only this machine knows
    const chosen = process.env['TAILCALL_COMMAND']?.split(' ');
    const [command = '', ...args] = chosen ?? [`${peersFolder}node_modules/${PACKAGE}/bin/tailcall`];
    return {
      command,
      args: [...args, 'start', configFor(port)],
      env: { UPSTREAM: upstreamUrl, TAILCALL_TRACKER: 'false', TC_TRACKER: 'false', TAILCALL_LOG_LEVEL: 'error' },
    };
  },
  request: (workload) => restOperation(workload, schema),
  read: readRestAnswer,
};

/** Writes its configuration for a port, which cannot come from the environment. Returns the file. */
function configFor(port: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailcall-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(`${peersFolder}tailcall/schema.graphql`, join(folder, 'schema.graphql'));
  const file = join(folder, 'config.yml');
  const template = readFileSync(`${peersFolder}tailcall/config.yml`, 'utf8');
  writeFileSync(
    file,
    template.replace('port: 4000', `port: ${port}`).replace('schema.graphql', join(folder, 'schema.graphql')),
  );
  return file;
}
