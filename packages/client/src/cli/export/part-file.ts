import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError, withFile } from './file-error.ts';

/** A file that is written under another name until it is complete. */
export interface PartFile extends AsyncDisposable {
  /** Number of bytes that are on disk. */
  readonly bytes: number;
  /** Writes at the end; resolves once it is on disk. */
  append(text: string): Promise<void>;
}

/** Creates the file, readable by its owner only: it holds personal data. */
export function createPart(path: string): Promise<PartFile> {
  return withFile(path, async () => partFile(path, await open(path, 'w', 0o600), 0));
}

/**
 * Opens the file and truncates it to the first `bytes`: more are those of an interrupted write.
 * @throws FileError if it is shorter
 */
export function reopenPart(path: string, bytes: number): Promise<PartFile> {
  return withFile(path, async () => {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      if (size < bytes) throw new FileError(`${path} is shorter than its state says; --restart begins again.`);
      await file.truncate(bytes);
      await file.sync();
      return partFile(path, file, bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

/** Renames the file to its final name; resolves once the folder is written to disk. */
export async function completePart(part: string, path: string): Promise<void> {
  await withFile(path, async () => {
    await rename(part, path);
    // Windows cannot open a folder; its renames are in a journal.
    const folder = await open(dirname(path), 'r').catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  });
}

/** Returns true if there is a file with this name. */
export async function fileExists(path: string): Promise<boolean> {
  return withFile(path, async () => {
    try {
      const found = await stat(path);
      if (found.isDirectory()) throw new FileError(`${path} is a folder; name a file.`);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
  });
}

function partFile(path: string, file: FileHandle, start: number): PartFile {
  let bytes = start;
  return {
    get bytes() {
      return bytes;
    },
    append: (text) =>
      withFile(path, async () => {
        const data = Buffer.from(text);
        let written = 0;
        while (written < data.length) {
          const { bytesWritten } = await file.write(data, written, data.length - written, bytes + written);
          written += bytesWritten;
        }
        await file.sync();
        bytes += data.length;
      }),
    [Symbol.asyncDispose]: () => file.close(),
  };
}
