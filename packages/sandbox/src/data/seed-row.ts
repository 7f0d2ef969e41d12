import type { Cell, Cells } from '../store/column.ts';
import { createRowRandom, type Random, type SeedPart } from './random.ts';

/** The row that a value is made for. */
export interface SeedRow {
  readonly id: number;
  /** Random numbers of this value alone: no other value depends on how many of them are used. */
  readonly random: Random;
  /** Values of the fields before this one in the list of fields. */
  readonly cells: Cells;
  /** Returns the random numbers of a name: fields that depend on the same choice read the same numbers. */
  readonly shared: (name: string) => Random;
}

/** Makes the value of one field in one row. */
export type MakeCell = (row: SeedRow) => Cell;

/**
 * Makes a function that returns the made-up cells of a row. Each value has random numbers of its own, seeded by the
 * entity, the name of the field and the id, so that a new field changes no other value.
 */
export function createRowSeeder(
  makers: ReadonlyMap<string, MakeCell>,
  entity: string,
  seed: SeedPart,
): (id: number) => Cells {
  const columns = Array.from(makers, ([name, make]) => ({ name, make, random: createRowRandom(seed, entity, name) }));
  return (id) => {
    const cells: Record<string, Cell> = {};
    const shared = (name: string): Random => createRowRandom(seed, entity, `shared ${name}`)(id);
    for (const { name, make, random } of columns) cells[name] = make({ id, random: random(id), cells, shared });
    return cells;
  };
}
