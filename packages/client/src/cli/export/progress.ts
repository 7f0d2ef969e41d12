import cliProgress from 'cli-progress';
import type { Terminal } from '../terminal.ts';

/** Shows how far an export has come. */
export interface Progress {
  /** Sets the number of rows written so far. */
  update(rows: number): void;
  stop(): void;
}

const format = 'Exporting {bar} {percentage}% {value}/{total} contacts, {rate} a second, {eta_formatted} left';
const none: Progress = { update: () => undefined, stop: () => undefined };

/**
 * Begins to show progress on standard error, if that is a terminal.
 * @param total contacts that there were at the start; more can be created
 * @param rows rows that a resumed export begins with
 */
export function showProgress(stderr: Terminal['stderr'], total: number, rows: number): Progress {
  if (stderr.isTTY !== true) return none;
  const startedAt = performance.now();
  const bar = new cliProgress.SingleBar(
    { format, stream: stderr, hideCursor: true, clearOnComplete: true, etaBuffer: 50 },
    cliProgress.Presets.shades_classic,
  );
  bar.start(Math.max(total, rows), rows, { rate: '0' });
  return {
    update(current) {
      const seconds = (performance.now() - startedAt) / 1000;
      if (current > bar.getTotal()) bar.setTotal(current);
      bar.update(current, { rate: Math.round((current - rows) / Math.max(seconds, 0.001)).toLocaleString('en-US') });
    },
    stop: () => bar.stop(),
  };
}
