/** Signals that ask the process to stop. */
export const stopSignals = ['SIGINT', 'SIGTERM'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** Meaning of a signal: stop in order, ignore (the same signal on another way), or exit at once. */
export type Meaning = 'stop' | 'same' | 'at-once';

/** Maximum delay of the same signal on another way: parent processes pass it on in some milliseconds, when busy in some hundred. */
const SAME_WITHIN_MS = 1000;

/**
 * Distinguishes a signal that arrives on two ways from one that is sent twice. systemd, `timeout` and `kill -- -group`
 * send it to the whole process group: to this process, and to its parent, which passes it on.
 * @param atTerminal true if a user may press Ctrl-C, which is never passed on: pressed twice, it is meant twice
 */
export function readStopSignals(atTerminal: boolean): (signal: StopSignal) => Meaning {
  let first: { readonly signal: StopSignal; readonly at: number } | undefined;
  return (signal) => {
    if (first === undefined) {
      first = { signal, at: performance.now() };
      return 'stop';
    }
    const isTheSame = first.signal === signal && performance.now() - first.at < SAME_WITHIN_MS;
    return isTheSame && !(atTerminal && signal === 'SIGINT') ? 'same' : 'at-once';
  };
}
