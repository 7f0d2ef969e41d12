import type { MakeCell } from './seed-row.ts';

// Makers that fields of several entities use.

const userCount = 8;

/** Makes no value: the field is always empty. */
export const none: MakeCell = () => null;

/** Repeats the value of a field before this one in the list of fields. */
export const sameAs =
  (name: string): MakeCell =>
  ({ cells }) =>
    cells[name] ?? null;

/** Makes a flag that is set in this share of the rows. */
export const flag =
  (share: number): MakeCell =>
  ({ random }) =>
    random.chance(share) ? 1 : 0;

/** Picks one of the values in this share of the rows. */
export const oneOf =
  (values: readonly string[], share = 1): MakeCell =>
  ({ random }) =>
    random.chance(share) ? random.pick(values) : null;

/** Makes a text with a number from 1 to `count` in this share of the rows. */
export const numbered =
  (text: string, count: number, share: number): MakeCell =>
  ({ random }) =>
    random.chance(share) ? `${text} ${1 + random.below(count)}` : null;

/** Picks an employee. */
export const user: MakeCell = ({ random }) => 1 + random.below(userCount);
