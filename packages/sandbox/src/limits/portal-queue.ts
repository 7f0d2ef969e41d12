import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';

const retryAfter = 10;

/** Gives a slot back. */
export type Release = () => void;

/** The portal works on a few requests at a time; others wait in line (contract §5, "Portal queue"). */
export interface PortalQueue {
  /** A slot at once, or a promise of one that fails with 504 QUEUE_TIMEOUT; an aborted wait leaves the line. */
  enter(abandoned: AbortSignal): Release | Promise<Release>;
  readonly waiting: number;
}

/** Makes the queue of `slots` at a time and `timeoutMs` of waiting. */
export function createPortalQueue(clock: Clock, slots: number, timeoutMs: number): PortalQueue {
  let busy = 0;
  const line: { admit: () => void }[] = [];

  function release(): void {
    busy -= 1;
    line.shift()?.admit();
  }
  function occupy(): Release {
    busy += 1;
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  }
  return {
    enter(abandoned) {
      if (busy < slots) return occupy();
      return new Promise((resolve, reject) => {
        const leave = (error: ApiError): void => {
          cancel();
          abandoned.removeEventListener('abort', onAbort);
          const at = line.indexOf(place);
          if (at !== -1) line.splice(at, 1);
          reject(error);
        };
        const cancel = clock.schedule(() => leave(timeout()), timeoutMs);
        const onAbort = (): void => leave(timeout());
        const place = {
          admit() {
            cancel();
            abandoned.removeEventListener('abort', onAbort);
            resolve(occupy());
          },
        };
        abandoned.addEventListener('abort', onAbort);
        line.push(place);
      });
    },
    get waiting() {
      return line.length;
    },
  };
}

function timeout(): ApiError {
  return new ApiError(504, 'QUEUE_TIMEOUT', 'Portal queue saturated — too many concurrent Bitrix24 calls', {
    hint: 'At most 2 requests run at the same time on one portal; send fewer at once',
    userMessage: 'Портал перегружен запросами. Повторите попытку через несколько секунд.',
    retryAfter,
  });
}
