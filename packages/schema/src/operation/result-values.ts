import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@contacts/core';
import { getNullableType, isListType } from 'graphql';
import type { CompiledField, CompiledSelection, Values } from './compiled.ts';

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
    const args = argumentsOf(field);
    const entries = isListType(getNullableType(field.info.returnType)) ? lengthOf(field, args, rows) : 1;
    if (field.selections.length === 0) return entries;
    const rowsBelow = field.requires?.connection ? pageSize(args) : rows;
    // A value is of one of the types.
    return entries * (1 + Math.max(...field.selections.map((selection) => below(selection, rowsBelow))));
  }

  function argumentsOf({ fixedArguments, readArguments }: CompiledField): Values {
    try {
      return fixedArguments ?? readArguments(variables);
    } catch {
      // Invalid arguments are rejected where the field is resolved.
      return {};
    }
  }
}

function lengthOf({ requires }: CompiledField, args: Values, rows: number): number {
  const length = requires?.length;
  if (length === 'page') return rows;
  return length?.(args) ?? USUAL_LENGTH;
}

function pageSize({ first, last }: Values): number {
  const size = Number(first ?? last ?? DEFAULT_PAGE_SIZE);
  return Math.min(Math.max(size, 0), MAX_PAGE_SIZE);
}
