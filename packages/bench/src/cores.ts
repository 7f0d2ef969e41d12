import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The core of the server that is measured. */
export const SERVER_CORE = 0;
/** That of the load generator and the upstream. */
export const LOAD_CORE = 1;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Returns the command that runs another on one core; that command itself where there is no taskset. */
export function onCore(core: number, command: readonly string[]): readonly string[] {
  return canPin ? ['taskset', '-c', String(core), ...command] : command;
}

/** Pins this process to the core of the load. Returns how things are pinned, for the report. */
export function pinLoad(): string {
  if (!canPin) return 'not pinned (there is no taskset)';
  spawnSync('taskset', ['-acp', String(LOAD_CORE), String(process.pid)]);
  return `server on core ${SERVER_CORE}, load and upstream on core ${LOAD_CORE}`;
}
