import { endedBy } from './deadline.ts';

/**
 * Resolves with `work`, or rejects as soon as `signal` aborts. Does not cancel the work, and leaves no listener behind.
 * @param onEnd called as soon as the signal aborts
 */
export async function raceWithSignal<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  endpoint: string,
  onEnd: () => void = () => undefined,
): Promise<T> {
  // Without a signal there is nothing to race with.
  if (!signal) return work;
  const ended = Promise.withResolvers<never>();
  const end = (): void => {
    onEnd();
    ended.reject(endedBy(signal, endpoint));
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
