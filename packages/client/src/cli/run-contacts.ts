import { failureOf } from './failure.ts';
import { contactsProgram } from './program.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * Runs a command of `contacts`.
 * @param args arguments of the program, without its name
 * @returns the exit code; errors are written to standard error
 */
export async function runContacts(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  try {
    const program = contactsProgram(terminal, (code) => {
      exitCode = code;
    });
    await program.parseAsync(commandLast(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    const failure = failureOf(error);
    await write(terminal.stderr, failure.message);
    return failure.exitCode;
  }
}

/** Moves a quoted command of `from-curl` behind the options that follow it. Options after an unquoted `curl` belong to curl. */
function commandLast(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => /^(?:curl\s|https?:\/\/|\/)/.test(arg));
  if (args[0] !== 'from-curl' || at === -1 || args.includes('curl')) return args;
  return [...args.slice(0, at), ...args.slice(at + 1), ...args.slice(at, at + 1)];
}
