import type { SyncMessage } from './messages.ts';

/** The part of a message that reports limits and pauses of the upstream. */
export type Reports = Pick<SyncMessage, 'throttled' | 'maxRate' | 'pauses' | 'windowLimits'>;

/** Collects reports for the next message to Redis. */
export class PendingReports {
  #reports: Reports = { pauses: [], windowLimits: [] };

  /** Replaces the earlier report of the portal's throttling or rate. */
  add(report: Pick<Reports, 'throttled' | 'maxRate'>): void {
    this.#reports = { ...this.#reports, ...report };
  }

  addPause(name: string, ms: number): void {
    this.#reports = { ...this.#reports, pauses: [...this.#reports.pauses, { name, ms }] };
  }

  addWindowLimit(name: string, limit: number): void {
    this.#reports = { ...this.#reports, windowLimits: [...this.#reports.windowLimits, { name, limit }] };
  }

  /** Returns all reports since the last call. */
  take(): Reports {
    const reports = this.#reports;
    this.#reports = { pauses: [], windowLimits: [] };
    return reports;
  }
}
