import { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { OperationsConfig } from '../config/operations-config.ts';
import { describeError } from './describe-error.ts';
import { createLineOutput, type LineOutput } from './line-output.ts';
import type { OperationSummary } from './operation-record.ts';

/** All that the gateway logs. There is no other way to write a line, so no data of a caller can get into one. */
export interface Log {
  /** Writes one line for each operation. */
  readonly operation: (summary: OperationSummary) => void;
  /** Logs an unexpected error with the id that its caller receives. */
  readonly unexpected: (errorId: string, error: unknown) => void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Resolves when all lines are written, or after a timeout in milliseconds. */
  drained(withinMs: number): Promise<void>;
}

export interface LogOptions {
  readonly level: OperationsConfig['log']['level'];
  readonly pretty: boolean;
  /** Output of the lines; standard output by default. */
  readonly stream?: Writable;
}

export async function createLog({ level, pretty, stream }: LogOptions): Promise<Log> {
  const output = createLineOutput(stream ?? process.stdout, droppedLine);
  const logger = pino(
    // Neither process id nor host: collectors of logs add them.
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    pretty ? await prettyStream(output) : output,
  );
  return {
    operation(summary) {
      if (logger.isLevelEnabled('info')) logger.info(lineOf(summary), summaryText(summary));
    },
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
    msg: 'The output of the log was too slow: some lines were dropped.',
  };
  return `${JSON.stringify(line)}\n`;
}

/** Output for a terminal; loaded only if it is used. */
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
