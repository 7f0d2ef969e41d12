import { open, readFile, unlink } from 'node:fs/promises';
import { FileError, withFile } from './file-error.ts';

/**
 * Prevents a second export to the same file. The lock contains the id of its process, so that the next export takes over the
 * lock of a process that was killed.
 * @returns a function that releases the lock
 * @throws FileError if another export is running
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  await withFile(path, () => take(path, true));
  return () => unlink(path).catch(() => undefined);
}

async function take(path: string, retries: boolean): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (!retries || isRunning(holder)) {
      throw new FileError(`another export writes this file (process ${holder}); if there is none, remove ${path}.`);
    }
    await unlink(path).catch(() => undefined);
    await take(path, false);
  }
}

/** Returns true if a process with this id runs: signal 0 is checked and not sent. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
