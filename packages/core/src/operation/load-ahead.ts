import type { Loaders } from '../planning/loaders.ts';
import type { Read } from '../planning/reads.ts';

/** Sends a read ahead of its use: a failure is reported where its value is used, and only there. */
export function loadAhead(loaders: Pick<Loaders, 'load'>, read: Read): void {
  const value: unknown = loaders.load(read);
  if (value instanceof Promise) value.catch(() => undefined);
}
