import { close, open } from 'node:fs';
import { devNull } from 'node:os';

const LOOK_EVERY_MS = 1000;
const TELL_EVERY_MS = 60_000;

/** Resolves with the system's code if no file can be opened. */
export type TryToOpen = () => Promise<string | undefined>;

export interface DescriptorWatchOptions {
  readonly warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
  /** Default: opens and closes the null device. */
  readonly tryToOpen?: TryToOpen;
}

/**
 * Logs a warning while the process is out of file descriptors, at once and then once a minute. Neither Node nor libuv
 * reports it: new connections are accepted and closed without an event.
 * @returns a function that ends the checks
 */
export function watchDescriptors({ warn, tryToOpen = openNull }: DescriptorWatchOptions): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const reason = await tryToOpen();
    if ((reason !== 'EMFILE' && reason !== 'ENFILE') || Date.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = Date.now();
    warn('Out of file descriptors: connections are closed. Raise their limit (ulimit -n), or lower MAX_CONNECTIONS.', {
      reason,
    });
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

function openNull(): Promise<string | undefined> {
  return new Promise((resolve) => {
    open(devNull, 'r', (error, descriptor) => {
      if (error) return resolve(error.code);
      close(descriptor, () => resolve(undefined));
    });
  });
}
