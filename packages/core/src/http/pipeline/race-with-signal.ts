import type { CancelSignal } from '../../cancellation.ts';
import { endedBy } from './deadline.ts';

/**
 * Resolves with `work`, or rejects as soon as `signal` aborts. Does not cancel the work, and leaves no listener behind.
 * @param onEnd called as soon as the signal aborts
 */
export function raceWithSignal<T>(
  work: Promise<T>,
  signal: CancelSignal | undefined,
  endpoint: string,
  onEnd: () => void = () => undefined,
): Promise<T> {
  // Without a signal there is nothing to race with.
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      onEnd();
      reject(endedBy(signal, endpoint));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    const stopListening = (): void => signal.removeEventListener('abort', end);
    work.then(stopListening, stopListening);
    work.then(resolve, reject);
  });
}
