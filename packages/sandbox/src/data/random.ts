/** A stream of numbers in [0, 1) that is the same for the same seeds. */
export interface Random {
  next(): number;
  /** A whole number below `count`. */
  below(count: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32, seeded by several numbers: each row has its own stream, so it is the same at every size of the data. */
export function createRandom(...seeds: readonly number[]): Random {
  let state = 0x9e37_79b9;
  for (const seed of seeds) state = mix(Math.imul(state ^ Math.trunc(seed), 0x85eb_ca6b) ^ (state >>> 13));

  function next(): number {
    state = (state + 0x6d2b_79f5) | 0;
    return (mix(state) >>> 0) / 4_294_967_296;
  }
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick<T>(from: readonly T[]): T {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new RangeError('nothing to pick from');
      return chosen;
    },
  };
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}
