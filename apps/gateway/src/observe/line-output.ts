import type { Writable } from 'node:stream';

/** An output of lines that is never waited for. */
export interface LineOutput {
  write(line: string): void;
  /** Resolves when all lines are written, or after a timeout in milliseconds. */
  drained(withinMs: number): Promise<void>;
}

/** Maximum number of buffered characters; further lines are dropped. */
const MAX_WAITING = 4 * 1024 * 1024;

/**
 * Writes lines to a stream without waiting for it: a slow reader of the log must neither block the gateway nor fill its
 * memory. Lines that exceed the buffer are dropped, and a line with their number is written as soon as there is room.
 * A plain stream rather than pino's own destination: that one writes in a thread, which a pipe without a reader blocks
 * for ever, and the process with it.
 */
export function createLineOutput(
  stream: Writable,
  droppedLine: (dropped: number) => string,
  maxWaiting = MAX_WAITING,
): LineOutput {
  let dropped = 0;
  // The reader has closed the stream: no reason to end the process.
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
        // Not 'drain', which is emitted only after the buffer was full. The last write is the last to be taken.
        stream.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
