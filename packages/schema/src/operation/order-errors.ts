import type { GraphQLError } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Sorts errors by their paths, so that equal answers are equal texts. Errors without a
 * path keep their order, in front of the others.
 */
export function inOrderOfPaths(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  return errors.length < 2 ? errors : errors.toSorted((a, b) => comparePaths(a.path ?? [], b.path ?? []));
}

function comparePaths(a: Path, b: Path): number {
  for (const [index, key] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareKeys(key, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a === b ? 0 : a < b ? -1 : 1;
}
