import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@contacts/core';
import { argumentsOf } from './call-memory.ts';
import type { CompiledField, CompiledSelection, Values } from './compiled.ts';
import { ifValid } from './requirements-of.ts';

/** Entries of a list that only the upstream knows the length of: phones, requisites, groups. */
const USUAL_LENGTH = 10;

/**
 * Returns the number of values that an answer could have, if every page is full: what it costs to make and to send it.
 * @param variables coerced
 */
export function resultValues(root: CompiledSelection, variables: Values): number {
  return below(root, 1);

  /** @param rows the number of entries that the lists of a page have */
  function below({ fields }: CompiledSelection, rows: number): number {
    return fields.reduce((total, field) => total + valuesOf(field, rows), 0);
  }

  function valuesOf(field: CompiledField, rows: number): number {
    const { requires, selections } = field;
    const entries = entriesOf(field, variables, rows);
    if (selections.length === 0) return entries;
    const rowsBelow = requires?.connection ? pageSize(ifValid(() => argumentsOf(field, variables)) ?? {}) : rows;
    // A value is of one of the types.
    return entries * (1 + Math.max(...selections.map((selection) => below(selection, rowsBelow))));
  }
}

/** Returns the number of values that a field has at its place: more than one for a list. */
export function entriesOf(field: CompiledField, variables: Values, rows: number): number {
  if (!field.isList) return 1;
  const length = field.requires?.length;
  if (length === 'page') return rows;
  const args = length && ifValid(() => argumentsOf(field, variables));
  return args ? length(args) : USUAL_LENGTH;
}

function pageSize({ first, last }: Values): number {
  const size = Number(first ?? last ?? DEFAULT_PAGE_SIZE);
  return Math.min(Math.max(size, 0), MAX_PAGE_SIZE);
}
