import { request } from 'node:http';
import { sleep } from './steady-callers.ts';

const EVERY_MS = 250;

/** Sends probes one after the other, on a new connection each, as a load balancer does. */
export interface Prober {
  /** Resolves with the milliseconds of each response; `Infinity` for none. */
  end(): Promise<readonly number[]>;
}

export function startProber(url: string): Prober {
  const took: number[] = [];
  const ending = new AbortController();
  const asking = (async () => {
    while (!ending.signal.aborted) {
      took.push(await probe(url));
      await sleep(EVERY_MS);
    }
  })();
  return {
    async end() {
      ending.abort();
      await asking;
      return took;
    },
  };
}

function probe(url: string): Promise<number> {
  const askedAt = performance.now();
  return new Promise((resolve) => {
    const sent = request(new URL('/healthz', url), { agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200 ? performance.now() - askedAt : Infinity));
    });
    sent.once('error', () => resolve(Infinity));
    sent.end();
  });
}
