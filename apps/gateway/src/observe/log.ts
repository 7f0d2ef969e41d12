import { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { OperationsConfig } from '../config/operations-config.ts';
import { describeError } from './describe-error.ts';
import { createLineOutput, type LineOutput } from './line-output.ts';
import type { OperationSummary } from './operation-record.ts';

/** All that the gateway writes down. Nothing else is logged, so that nothing of a caller can get into a line. */
export interface Log {
  /** One line an operation. */
  readonly operation: (summary: OperationSummary) => void;
  /** An error that nobody expected, with the id that its caller got. */
  readonly unexpected: (errorId: string, error: unknown) => void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Resolves when all lines are out, or after some milliseconds: nobody has to read them. */
  drained(withinMs: number): Promise<void>;
}

export interface LogOptions {
  readonly level: OperationsConfig['log']['level'];
  readonly pretty: boolean;
  /** Where lines go; standard output if not given. */
  readonly stream?: Writable;
}

export async function createLog({ level, pretty, stream }: LogOptions): Promise<Log> {
  const output = createLineOutput(stream ?? process.stdout, droppedLine);
  const logger = pino(
    // Neither process id nor host: whoever gathers lines of several processes knows where they come from.
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    pretty ? await prettyStream(output) : output,
  );
  return {
    operation: (summary) => logger.info(lineOf(summary), summaryText(summary)),
    unexpected: (errorId, error) => logger.error({ errorId, error: describeError(error) }, 'unexpected error'),
    info: (message, details) => write(logger, 'info', message, details),
    warn: (message, details) => write(logger, 'warn', message, details),
    drained: (withinMs) => output.drained(withinMs),
  };
}

function write(logger: Logger, level: 'info' | 'warn', message: string, details: object = {}): void {
  logger[level](details, message);
}

function lineOf({ durationMs, errorCodes, errorIds, ...rest }: OperationSummary): object {
  return {
    ...rest,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(errorCodes.length > 0 ? { errorCodes } : {}),
    ...(errorIds.length > 0 ? { errorIds } : {}),
  };
}

function summaryText({ operationType = 'request', operationName, outcome }: OperationSummary): string {
  return [operationType, ...(operationName === undefined ? [] : [operationName]), outcome].join(' ');
}

function droppedLine(dropped: number): string {
  const line = {
    level: 'warn',
    time: Date.now(),
    dropped,
    msg: 'Nobody took the lines of the log: some were dropped.',
  };
  return `${JSON.stringify(line)}\n`;
}

/** For people: loaded only where there is somebody to read it. */
async function prettyStream(output: LineOutput): Promise<DestinationStream> {
  const { default: prettify } = await import('pino-pretty');
  const hidden = ['operationName', 'operationType', 'outcome', 'status', 'requestId', 'errorCodes'];
  const people = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      output.write(line);
      done();
    },
  });
  return prettify({ destination: people, singleLine: true, translateTime: 'HH:MM:ss', ignore: hidden.join() });
}
