import { CommanderError } from 'commander';
import { InputError } from '../columns/input-error.ts';
import { GatewayError, type GatewayErrorCode } from '../errors.ts';
import { exitCodes } from './exit-codes.ts';
import { FileError } from './export/file-error.ts';
import { Interruption, printable } from './terminal.ts';

/** Exit code and message of a command that failed. */
export interface Failure {
  readonly exitCode: number;
  /** Lines for standard error; empty if they are written already. */
  readonly message: string;
}

/** Exit codes by the gateway's code; any other is `badAnswer`. */
const byCode: Partial<Record<GatewayErrorCode, number>> = {
  UNAUTHENTICATED: exitCodes.denied,
  FORBIDDEN: exitCodes.denied,
  BAD_USER_INPUT: exitCodes.badInput,
  BAD_CURSOR: exitCodes.file,
  PLAN_TOO_LARGE: exitCodes.badInput,
  OPERATION_TOO_LARGE: exitCodes.badInput,
  RATE_LIMITED: exitCodes.tryLater,
  OVERLOADED: exitCodes.tryLater,
  UPSTREAM_TIMEOUT: exitCodes.tryLater,
  UPSTREAM_UNAVAILABLE: exitCodes.tryLater,
  CANCELLED: exitCodes.tryLater,
  NETWORK: exitCodes.tryLater,
};

/** Advice, where the gateway's message has none. */
const advice: Partial<Record<GatewayErrorCode, string>> = {
  UNAUTHENTICATED: 'Set CONTACTS_API_KEY, or name a file that holds the key with --key-file.',
  NETWORK: 'Check --url or CONTACTS_URL, and that the gateway runs.',
  BAD_RESPONSE: 'Check --url or CONTACTS_URL: it ends with /graphql.',
  BAD_CURSOR: 'The export cannot be resumed; begin it again with --restart.',
};

/** Returns the exit code and the message of an error. The message has neither a stack nor a key. */
export function failureOf(error: unknown): Failure {
  // Commander has printed its message itself; help and version end with an error, too.
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.badInput, message: '' };
  }
  if (error instanceof InputError) return { exitCode: exitCodes.badInput, message: lines(error.message.split('\n')) };
  if (error instanceof Interruption) return { exitCode: error.exitCode, message: lines([error.message]) };
  if (error instanceof FileError) return { exitCode: exitCodes.file, message: lines([error.message]) };
  if (error instanceof GatewayError) return gatewayFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.fault, message: lines([`This is a fault of the program: ${message}`]) };
}

/** Returns the exit code and the messages of the gateway with their code, and advice. */
function gatewayFailure(error: GatewayError): Failure {
  const { code, problems, cause } = error;
  const said = problems.length === 0 ? [`${error.message}${causeOf(cause)}`] : problems.map(({ message }) => message);
  const hint = advice[code];
  return {
    exitCode: byCode[code] ?? exitCodes.badAnswer,
    message: lines([...said.map((message) => `${message} [${code}]`), ...(hint === undefined ? [] : [hint])]),
  };
}

/** Returns the system's code, such as `ECONNREFUSED`, which fetch has in the cause of its error. */
function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? ` (${code})` : '';
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `contacts: ${printable(text)}\n`).join('');
}
