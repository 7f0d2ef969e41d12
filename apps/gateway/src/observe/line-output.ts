import type { Writable } from 'node:stream';

/** Where lines go that nobody waits for. */
export interface LineOutput {
  write(line: string): void;
  /** Resolves when all lines are out, or after some milliseconds. */
  drained(withinMs: number): Promise<void>;
}

/** Lines that wait to be taken, in characters; a reader that is slower than that for long has none of the newest. */
const MAX_WAITING = 4 * 1024 * 1024;

/**
 * Writes lines to a stream without ever waiting for it: whoever reads a log must not be able to stop the gateway, nor to
 * fill its memory. What finds no room is dropped, and counted in a line as soon as there is some again.
 * A plain stream rather than pino's own destination: that one writes in a thread, which a pipe that nobody reads holds
 * for ever, and the process with it.
 */
export function createLineOutput(
  stream: Writable,
  droppedLine: (dropped: number) => string,
  maxWaiting = MAX_WAITING,
): LineOutput {
  let dropped = 0;
  // Whoever closed it does not want to read: no reason to end.
  stream.on('error', () => undefined);
  return {
    write(line) {
      if (!stream.writable || stream.writableLength + line.length > maxWaiting) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        stream.write(droppedLine(dropped));
        dropped = 0;
      }
      stream.write(line);
    },
    drained: (withinMs) =>
      new Promise((resolve) => {
        if (!stream.writable || stream.writableLength === 0) return resolve();
        const timer = setTimeout(resolve, withinMs);
        // Not 'drain', which only comes where there was too much. What is written last is taken last.
        stream.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
