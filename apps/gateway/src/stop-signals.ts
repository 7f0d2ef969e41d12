/** Signals that ask the process to stop. */
export const stopSignals = ['SIGINT', 'SIGTERM'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** What one of them means: stop in order, nothing (it is the same that came before), or stop at once. */
export type Meaning = 'stop' | 'same' | 'at-once';

/** Whoever starts us passes a signal on within some milliseconds, on a busy machine within some hundred. */
const SAME_WITHIN_MS = 1000;

/**
 * Tells a signal that comes by two ways from one that is sent twice. systemd, `timeout` and `kill -- -group` send it to
 * the whole process group: it comes to us, and to the program that started us, which passes it on.
 * @param atTerminal whether somebody may press Ctrl-C: that is never passed on, and pressed twice it is meant twice
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
