import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exitCodes } from './exit-codes.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
/** A device of Linux on which no write succeeds, as on a full disk. */
const FULL = '/dev/full';

/** Runs the program with one of its streams on the full device; returns the exit code and the text of the other stream. */
async function withFullDevice(args: readonly string[], full: 'stdout' | 'stderr') {
  const device = openSync(FULL, 'w');
  const stdio = full === 'stdout' ? (['ignore', device, 'pipe'] as const) : (['ignore', 'pipe', device] as const);
  const child = spawn(process.execPath, ['--conditions=@contacts/source', main, ...args], { stdio: [...stdio] });
  closeSync(device);
  const other = child.stdout ?? child.stderr;
  const [text, [exit]] = await Promise.all([other && readAll(other), once(child, 'close')]);
  return { exit: exit as number, other: text };
}

test.skipIf(!existsSync(FULL))('output that cannot be written ends with an error', async () => {
  const { exit, other } = await withFullDevice(['columns'], 'stdout');
  expect(other).toMatch(/^contacts: standard output: ENOSPC[^\n]*\n$/);
  expect(exit).toBe(exitCodes.file);
});

test.skipIf(!existsSync(FULL))('messages that cannot be written do not change the exit code', async () => {
  const { exit } = await withFullDevice(['lst'], 'stderr');
  expect(exit).toBe(exitCodes.badInput);
});
