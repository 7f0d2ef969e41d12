import type { UpstreamRequest } from '../wire/upstream-request.ts';
import type { Wave } from './pack-calls.ts';
import { type PlannedRead, type Read, readKey } from './reads.ts';
import { encodeWave } from './run-wave.ts';

/** The first wave of a plan. Plans are cached: its requests are encoded once for all operations that send it. */
export class FirstWave {
  readonly wave: Wave;
  #reads: ReadonlyMap<string, PlannedRead> | undefined;
  #requests: readonly UpstreamRequest[] | undefined;

  constructor(wave: Wave) {
    this.wave = wave;
  }

  get requests(): readonly UpstreamRequest[] {
    return (this.#requests ??= encodeWave(this.wave));
  }

  /** Returns its reads by their keys, if they are the reads that are wanted. */
  readsOf(wanted: readonly Read[]): ReadonlyMap<string, PlannedRead> | undefined {
    const reads = (this.#reads ??= new Map(
      this.wave.flat().flatMap((call) => call.reads.map((read) => [readKey(read), read])),
    ));
    return reads.size === wanted.length && wanted.every((read) => reads.has(readKey(read))) ? reads : undefined;
  }
}
