import type { Readable, Writable } from 'node:stream';

/** The streams and the environment of a command: those of its process, or those of a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborts with an {@link Interruption} when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** The process was asked to end by a signal. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  /** Takes the number of the signal, of which shells make the exit code. */
  constructor(signal: string, number: number) {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + number;
  }
}

/** Writes to a stream, and resolves when the stream takes more. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (text === '' || stream.write(text)) return;
  await new Promise<void>((resolve) => {
    stream.once('drain', resolve);
    stream.once('close', resolve);
  });
}

/** Returns a text without the control characters that a terminal acts on; line breaks and tabs become spaces. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters to take out
  return text.replaceAll(/[\t\n\r]+/g, ' ').replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, '');
}
