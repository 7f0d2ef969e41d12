import { endedBy } from './deadline.ts';

/**
 * What some work gives, or at once the error of the signal that ends the wait for it. Nothing stays on the signal, and
 * what becomes of the work afterwards is nobody's business.
 * @param onEnd told as soon as the signal ends the wait
 */
export async function raceWithSignal<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  endpoint: string,
  onEnd: () => void = () => undefined,
): Promise<T> {
  // Who has no signal never leaves.
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
