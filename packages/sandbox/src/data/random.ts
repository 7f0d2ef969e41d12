/** Source of made-up numbers, the same for the same seeds. */
export interface Random {
  /** Returns the next number in [0, 1). */
  next(): number;
  /** Returns a whole number from 0 to `count` - 1. */
  below(count: number): number;
  /** Returns true with this probability. */
  chance(probability: number): boolean;
  /** Returns one of the items, each with the same probability. */
  pick<T>(items: readonly T[]): T;
}

/** Part of a seed: a number, or a name. */
export type SeedPart = number | string;

/** Makes a generator (Mulberry32). Other parts, or another order of the parts, make other numbers. */
export function createRandom(...parts: readonly SeedPart[]): Random {
  return new Mulberry32(stateOf(parts));
}

/** Makes a function that returns the generator of a row: the values of a row do not depend on the number of rows. */
export function createRowRandom(...parts: readonly SeedPart[]): (row: number) => Random {
  const state = stateOf(parts);
  return (row) => new Mulberry32(absorb(state, row));
}

class Mulberry32 implements Random {
  #state: number;

  constructor(state: number) {
    this.#state = state;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    return (mix(this.#state) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const chosen = items[this.below(items.length)];
    if (chosen === undefined) throw new RangeError('pick needs at least one item');
    return chosen;
  }
}

function stateOf(parts: readonly SeedPart[]): number {
  let state = 0x9e37_79b9;
  for (const part of parts) {
    if (typeof part === 'number') state = absorb(state, part);
    else for (let at = 0; at < part.length; at += 1) state = absorb(state, part.charCodeAt(at));
  }
  return state;
}

function absorb(state: number, part: number): number {
  return mix(Math.imul(state ^ Math.trunc(part), 0x85eb_ca6b) ^ (state >>> 13));
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}
