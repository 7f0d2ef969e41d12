/** A file that cannot be used; the message names it and says what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** Runs file operations; errors of the system become a {@link FileError} that names the file. */
export async function withFile<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new FileError(`${path}: ${error.message}`, { cause: error });
  }
}
