import type { LinkState } from '@contacts/shared-state';
import type { Log } from './log.ts';

/** Returns the function that logs how the Redis of all replicas is, without the words of errors: they may quote the URL. */
export function createSharedLog(log: Pick<Log, 'warn' | 'info'>): (state: LinkState) => void {
  return (state) => {
    if (state === 'down') log.warn('Redis cannot be reached: this replica goes on with its part of the budget.');
    else if (state === 'up') log.info('Redis is back: the budget is shared again.');
  };
}
