import type { AdmissionControl } from '../../src/load/admission-control.ts';

/** An operation of a simulated process; times in milliseconds. */
export interface SimulatedOperation {
  readonly caller: string;
  /** CPU time from its request to its upstream call. */
  readonly requestMs: number;
  /** Duration of its upstream call; `Infinity` for a call that hangs. */
  readonly upstreamMs: number;
  /** CPU time from the upstream's response to its own. */
  readonly answerMs: number;
}

export interface Finished {
  readonly operation: SimulatedOperation;
  readonly shed: boolean;
  /** Time since the operation was sent, in milliseconds. */
  readonly tookMs: number;
}

export interface SimulatedLoop {
  readonly now: number;
  /** Sends an operation at a time in the future. */
  send(at: number, operation: SimulatedOperation): void;
  /** Runs the simulation until that time. */
  run(untilMs: number): void;
}

/** CPU time of a rejection in milliseconds. */
const REFUSAL_MS = 0.1;
const SAMPLE_EVERY_MS = 10;
const WEIGHT_OF_LATEST = 0.5;

/**
 * A process with one thread and a clock of its own. As in Node, each iteration of the loop handles what has arrived when it
 * begins, and samples of lag are as late as the iteration before them was long.
 */
export function createSimulatedLoop(
  createAdmissionControl: (lagMs: () => number, now: () => number) => AdmissionControl,
  onFinished: (finished: Finished, now: number) => void,
): SimulatedLoop {
  let now = 0;
  let meanLagMs = 0;
  let lastSampleAt = 0;
  const events = new Map<number, (() => void)[]>();
  const times: number[] = [];
  const lateMs = (): number => Math.max(0, now - lastSampleAt - SAMPLE_EVERY_MS);
  const admission = createAdmissionControl(
    () => Math.max(meanLagMs, lateMs()),
    () => now,
  );

  return {
    get now() {
      return now;
    },
    send: (at, operation) => schedule(at, () => begin(operation, at)),
    run(untilMs) {
      while (now < untilMs) turn();
    },
  };

  function turn(): void {
    now = Math.max(now, Math.min(times[0] ?? Infinity, lastSampleAt + SAMPLE_EVERY_MS));
    if (now >= lastSampleAt + SAMPLE_EVERY_MS) {
      meanLagMs += WEIGHT_OF_LATEST * (lateMs() - meanLagMs);
      lastSampleAt = now;
      admission.sampleLag(meanLagMs);
    }
    const begunAt = now;
    for (let time = times[0]; time !== undefined && time <= begunAt; time = times[0]) {
      times.shift();
      const due = events.get(time) ?? [];
      events.delete(time);
      for (const happen of due) happen();
    }
  }

  function begin(operation: SimulatedOperation, sentAt: number): void {
    const checked = admission.check(() => operation.caller);
    const permit = typeof checked === 'string' ? checked : checked.acquire();
    if (typeof permit === 'string') {
      now += REFUSAL_MS;
      return onFinished({ operation, shed: true, tookMs: now - sentAt }, now);
    }
    now += operation.requestMs;
    permit.onCall();
    if (operation.upstreamMs === Infinity) return;
    schedule(now + operation.upstreamMs, () => {
      permit.onReturn();
      now += operation.answerMs;
      permit.release();
      onFinished({ operation, shed: false, tookMs: now - sentAt }, now);
    });
  }

  function schedule(at: number, happen: () => void): void {
    const same = events.get(at);
    if (same) {
      same.push(happen);
      return;
    }
    events.set(at, [happen]);
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    times.splice(low, 0, at);
  }
}
