import { failureOf } from './failure.ts';
import { contactsProgram } from './program.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * Runs a command of `contacts`.
 * @param args the words behind `contacts`
 * @returns the exit code; errors are on standard error
 */
export async function runContacts(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  try {
    const program = contactsProgram(terminal, (code) => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const failure = failureOf(error);
    await write(terminal.stderr, failure.message);
    return failure.exitCode;
  }
}
