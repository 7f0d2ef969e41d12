import { readFile, stat } from 'node:fs/promises';

/** The built page: `vite build` of apps/explorer writes both. */
export interface ExplorerFiles {
  readonly script: Buffer;
  readonly styles: string;
}

/** The folder that the build writes. It is no module: the start builds it while the gateway already serves. */
export const explorerFolder = new URL('../../../../explorer/dist/', import.meta.url);

/**
 * Returns a reader of the built page, which reads again when a file has changed: a start of the gateway does not wait for
 * the build.
 * @returns the files; null until they are built
 */
export function createExplorerFiles(folder: URL): () => Promise<ExplorerFiles | null> {
  const script = new URL('explorer.js', folder);
  const styles = new URL('explorer.css', folder);
  let read: { readonly version: string; readonly files: ExplorerFiles } | null = null;
  return async () => {
    const version = await versionOf([script, styles]);
    if (version === null) return null;
    if (read?.version !== version) {
      read = { version, files: { script: await readFile(script), styles: await readFile(styles, 'utf8') } };
    }
    return read.files;
  };
}

/** Sizes are a part of it: a file that was read while it was written is read again. */
async function versionOf(files: readonly URL[]): Promise<string | null> {
  try {
    const found = await Promise.all(files.map((file) => stat(file)));
    return found.map(({ mtimeMs, size }) => `${mtimeMs} ${size}`).join(' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
