import { type Command, type Options, readOptions } from './options.ts';

/** Prints a line of progress. */
export type Say = (line: string) => void;

/** Runs a command with the arguments of this process. Prints its report, and progress as errors. */
export async function printReport(
  command: Command,
  run: (options: Options, say: Say) => Promise<string>,
): Promise<void> {
  try {
    console.log(await run(readOptions(command, process.argv.slice(2)), (line) => console.error(line)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
