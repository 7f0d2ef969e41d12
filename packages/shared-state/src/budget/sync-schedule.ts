export interface SyncScheduleOptions {
  /** Sends one message and applies the reply. Never rejects. */
  readonly run: () => Promise<void>;
  /** Returns false while messages cannot be sent: those that are due then are dropped. */
  readonly isPossible: () => boolean;
  /** Called after each run, when the next one may have begun. */
  readonly onDone: () => void;
}

/** Schedules messages to Redis, one at a time. */
export class SyncSchedule {
  readonly #options: SyncScheduleOptions;
  #isRunning = false;
  #isDue = false;
  #pollTimer: NodeJS.Timeout | undefined;

  constructor(options: SyncScheduleOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Joins all changes within one iteration of the event loop, such as the end of a request and the want of the next one. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => void this.#next());
  }

  /** Schedules a message in so many milliseconds, unless one is sent before. */
  poll(ms: number): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => this.soon(), ms).unref();
  }

  cancelPoll(): void {
    clearTimeout(this.#pollTimer);
  }

  async #next(): Promise<void> {
    if (this.#isRunning) return;
    this.#isDue = false;
    if (!this.#options.isPossible()) return;
    this.#isRunning = true;
    this.cancelPoll();
    await this.#options.run();
    this.#isRunning = false;
    if (this.#isDue) void this.#next();
    this.#options.onDone();
  }
}
